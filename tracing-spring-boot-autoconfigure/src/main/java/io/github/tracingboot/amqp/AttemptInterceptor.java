package io.github.tracingboot.amqp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/**
 * The innermost advice of a listener container that has other advices, one of which may
 * retry: it shows each attempt.
 */
final class AttemptInterceptor implements MethodInterceptor {

	private final AmqpTracing tracing;

	private final boolean spans;

	AttemptInterceptor(AmqpTracing tracing, boolean spans) {
		this.tracing = tracing;
		this.spans = spans;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Processing processing = Processing.in(Context.current());
		if (processing == null) {
			return invocation.proceed();
		}
		int attempt = processing.nextAttempt();
		return this.spans ? invokeInSpan(attempt, invocation) : invoke(processing, attempt, invocation);
	}

	private @Nullable Object invoke(Processing processing, int attempt, MethodInvocation invocation) throws Throwable {
		try {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			if (!processing.expects(ex)) {
				String type = ListenerErrors.unwrap(ex).getClass().getName();
				processing.span()
					.addEvent("attempt failed",
							Attributes.of(AmqpAttributes.ATTEMPT, (long) attempt, SpanErrors.ERROR_TYPE, type));
			}
			throw ex;
		}
	}

	private @Nullable Object invokeInSpan(int attempt, MethodInvocation invocation) throws Throwable {
		Span span = start(attempt);
		try (Scope scope = span.makeCurrent()) {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			this.tracing.record(span, ListenerErrors.unwrap(ex));
			throw ex;
		}
		finally {
			this.tracing.end(span);
		}
	}

	private Span start(int attempt) {
		try {
			return this.tracing.tracer()
				.spanBuilder("attempt")
				.setAttribute(AmqpAttributes.ATTEMPT, (long) attempt)
				.startSpan();
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
			return Span.current();
		}
	}

}
