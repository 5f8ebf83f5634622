package io.github.tracingboot.amqp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.tracingboot.testing.EmbeddedBroker;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** A test of an application with a broker, which leaves no listener to the next test. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@DirtiesContext
@ContextConfiguration(initializers = EmbeddedBroker.class)
@interface BrokerTest {

	@AliasFor(annotation = SpringBootTest.class)
	Class<?>[] classes() default {};

	@AliasFor(annotation = SpringBootTest.class)
	String[] properties() default {};

}
