package io.github.tracingboot.amqp;

import java.time.Instant;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

import org.springframework.amqp.core.MessageProperties;

/** A message that somebody waits for the reply of. */
final class Request {

	private final Context caller;

	private final Destination destination;

	private final @Nullable String id;

	private final Instant since = Instant.now();

	private final long until;

	Request(Context caller, String replyTo, @Nullable String id, long nanos) {
		this.caller = caller;
		this.destination = Destination.consumed(Operation.RECEIVE, null, null, replyTo);
		this.id = id;
		this.until = System.nanoTime() + nanos;
	}

	long left() {
		return this.until - System.nanoTime();
	}

	/** A span as long as the wait. */
	void timedOut(AmqpTracing tracing) {
		record(tracing, spanBuilder(tracing).setStartTimestamp(this.since), "timeout");
	}

	void answeredLate(AmqpTracing tracing, MessageProperties reply) {
		record(tracing, spanBuilder(tracing).addLink(tracing.carriedBy(reply.getHeaders())), "late");
	}

	private SpanBuilder spanBuilder(AmqpTracing tracing) {
		return this.destination.spanBuilder(tracing.tracer()).setParent(this.caller);
	}

	private void record(AmqpTracing tracing, SpanBuilder builder, String error) {
		Span span = builder.startSpan();
		if (span.isRecording()) {
			this.destination.describe(span);
			if (this.id != null) {
				span.setAttribute(AmqpAttributes.CONVERSATION_ID, this.id);
			}
			span.setAttribute(SpanErrors.ERROR_TYPE, error);
			span.setStatus(StatusCode.ERROR);
		}
		tracing.end(span);
	}

}
