package io.github.tracingboot.amqp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/** What a container hands to a listener at a time. */
sealed interface Received permits ReceivedMessage, ReceivedBatch {

	/** The context that the handling continues, the root where it continues none. */
	Context parent();

	/** Whether a message came with this context. */
	boolean cameFrom(SpanContext candidate);

	/** Whether it came with this trace. */
	boolean isIn(String traceId);

	/** A span with all that a sampler may ask for. */
	SpanBuilder spanBuilder(Peer peer);

	/** The attributes that are worked out only for a span that records. */
	void describe(Span span);

	/** Lets what comes of the failed messages find the span that failed. */
	void failed(SpanContext span);

}
