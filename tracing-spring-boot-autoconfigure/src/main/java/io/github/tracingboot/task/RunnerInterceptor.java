package io.github.tracingboot.task;

import java.util.function.Supplier;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

import org.springframework.core.env.Environment;

/**
 * A span around a runner. Its parent is what the process was started with, if anything.
 *
 * @param name the bean's name
 * @param tracer makes the span
 * @param environment knows where this runs
 */
record RunnerInterceptor(String name, Supplier<Tracer> tracer, Environment environment) implements MethodInterceptor {

	private static final AttributeKey<String> ENVIRONMENT = AttributeKey.stringKey("deployment.environment.name");

	private static final AttributeKey<String> CLUSTER = AttributeKey.stringKey("k8s.cluster.name");

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		SpanBuilder builder = this.tracer.get().spanBuilder("runner/" + this.name);
		set(builder, ENVIRONMENT, "tracing.environment");
		set(builder, CLUSTER, "tracing.cluster");
		Span span = builder.startSpan();
		try (Scope scope = span.makeCurrent()) {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			SpanErrors.record(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private void set(SpanBuilder builder, AttributeKey<String> key, String property) {
		String value = this.environment.getProperty(property);
		if (value != null) {
			builder.setAttribute(key, value);
		}
	}

}
