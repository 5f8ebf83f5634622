package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;

/** What a container hands to a listener at a time. */
sealed interface Received permits ReceivedMessage, ReceivedBatch {

	/** The context that the handling continues, the root where it continues none. */
	Context parent();

	/** The contexts that came with the messages. */
	List<SpanContext> origins();

	/** A span with all that a sampler may ask for. */
	SpanBuilder spanBuilder(Tracer tracer);

	/** The attributes that are worked out only for a span that records. */
	void describe(Span span);

	static @Nullable Received of(@Nullable Object data, TextMapPropagator propagator) {
		if (data instanceof Message message) {
			return ReceivedMessage.of(message, propagator);
		}
		if (data instanceof List<?> batch) {
			List<ReceivedMessage> messages = new ArrayList<>(batch.size());
			for (Object each : batch) {
				if (each instanceof Message message) {
					messages.add(ReceivedMessage.of(message, propagator));
				}
			}
			return messages.isEmpty() ? null : new ReceivedBatch(messages);
		}
		return null;
	}

}
