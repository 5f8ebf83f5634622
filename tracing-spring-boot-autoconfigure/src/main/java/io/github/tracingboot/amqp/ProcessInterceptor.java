package io.github.tracingboot.amqp;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;

import org.springframework.amqp.rabbit.support.ListenerExecutionFailedException;

/**
 * The outermost advice of a listener container: one span around the handling of a
 * message, or of a batch, with all its attempts.
 */
final class ProcessInterceptor implements MethodInterceptor {

	private final AmqpTracing tracing;

	ProcessInterceptor(AmqpTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Processing processing = begin(invocation.getArguments());
		if (processing == null) {
			return invocation.proceed();
		}
		try {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			if (!processing.handler().expects(ex)) {
				this.tracing.record(processing.span(), cause(ex));
			}
			throw ex;
		}
		finally {
			this.tracing.finish(processing.scope(), processing.span());
		}
	}

	@SuppressWarnings("MustBeClosedChecker") // invoke does
	private @Nullable Processing begin(@Nullable Object[] arguments) {
		Span span = Span.getInvalid();
		try {
			Received received = Received.of(arguments[1], this.tracing.propagator());
			if (received == null) {
				return null;
			}
			span = received.spanBuilder(this.tracing.tracer()).startSpan();
			if (span.isRecording()) {
				received.describe(span);
				if (arguments[0] instanceof Channel channel) {
					Peer.describe(span, channel);
				}
			}
			HandlerSpan handler = new HandlerSpan(span);
			Context context = received.parent().with(span).with(handler).with(new ReceivedContexts(received.origins()));
			return new Processing(span, handler, context.makeCurrent());
		}
		catch (Throwable ex) {
			this.tracing.failed(ex);
			this.tracing.finish(Scope.noop(), span);
			return null;
		}
	}

	private static Throwable cause(Throwable error) {
		Throwable cause = (error instanceof ListenerExecutionFailedException) ? error.getCause() : null;
		return (cause != null) ? cause : error;
	}

	private record Processing(Span span, HandlerSpan handler, Scope scope) {

	}

}
