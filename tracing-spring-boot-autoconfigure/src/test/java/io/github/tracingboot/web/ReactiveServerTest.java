package io.github.tracingboot.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/** A test on the one Reactor Netty that these tests share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = ReactiveApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "spring.webflux.base-path=/shop",
				"server.forward-headers-strategy=framework", "tracing.web.server.exclude=/internal/**",
				"tracing.web.server.path-relations[/public/**]=linked-root",
				"tracing.web.server.response-headers=traceresponse", "tracing.web.query=true",
				"tracing.baggage.span-attributes=tenant" })
@interface ReactiveServerTest {

}
