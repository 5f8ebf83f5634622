package io.github.tracingboot.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless {@code tracing.enabled} or {@code tracing.<feature>.enabled} is
 * {@code false}, or the OpenTelemetry java agent is attached and does the same.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnTracingCondition.class)
public @interface ConditionalOnTracing {

	/**
	 * The feature as it stands in the property name, for example {@code amqp}; empty for
	 * tracing as a whole. A part such as {@code data.jdbc} is off where the whole is.
	 * @return the feature
	 */
	String value() default "";

	/**
	 * Whether the feature is wanted beside the OpenTelemetry java agent too. A feature
	 * that is not is on there only when {@code tracing.<feature>.enabled} is
	 * {@code true}.
	 * @return whether the java agent makes no difference
	 */
	boolean besideAgent() default false;

	/**
	 * Whether the feature is for the OpenTelemetry java agent, and of no use without.
	 * @return whether there has to be the java agent
	 */
	boolean onlyBesideAgent() default false;

}
