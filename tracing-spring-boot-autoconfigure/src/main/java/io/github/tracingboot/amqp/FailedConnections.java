package io.github.tracingboot.amqp;

import java.util.Locale;

import io.opentelemetry.api.trace.Span;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * A span for each publish of a template that finds no connection. Where to is something
 * that only the template knows, which tells nobody.
 *
 * @param tracing makes the spans
 */
record FailedConnections(AmqpTracing tracing) implements ConnectionListener {

	private static final StackWalker CALLERS = StackWalker.getInstance();

	@Override
	public void onCreate(Connection connection) {
	}

	@Override
	public void onFailed(Exception exception) {
		try {
			// Whoever starts a container or declares a queue needs a connection too.
			if (CALLERS.walk((frames) -> frames.anyMatch(FailedConnections::isSend))) {
				Span span = Destination.unknown().spanBuilder(this.tracing.tracer()).startSpan();
				this.tracing.record(span, exception);
				this.tracing.end(span);
			}
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
	}

	private static boolean isSend(StackWalker.StackFrame frame) {
		return frame.getClassName().equals(RabbitTemplate.class.getName())
				&& frame.getMethodName().toLowerCase(Locale.ROOT).contains("send");
	}

}
