package io.github.tracingboot.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/** A test on the one Tomcat that these tests share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = ServerApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "tracing.web.server.exclude=/internal/**",
				"tracing.web.server.path-relations[/public/**]=linked-root",
				"tracing.web.server.response-headers=traceresponse,server-timing",
				"tracing.baggage.span-attributes=tenant" })
@interface ServerTest {

}
