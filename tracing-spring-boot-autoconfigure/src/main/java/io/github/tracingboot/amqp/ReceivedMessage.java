package io.github.tracingboot.amqp;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.AmqpHeaders;

/** One message, handled as a part of the trace that it came with or as one of its own. */
final class ReceivedMessage implements Received {

	private final AmqpTracing tracing;

	private final MessageProperties properties;

	private final Destination destination;

	private final Relation relation;

	private final SpanContext origin;

	private final Context parent;

	private final @Nullable Object sent;

	// Of a message that comes for the first time there is nothing to know.
	private final @Nullable PastDeliveries past;

	ReceivedMessage(AmqpTracing tracing, MessageProperties properties, Destination destination, Relation relation) {
		this.tracing = tracing;
		this.properties = properties;
		this.destination = destination;
		this.relation = relation;
		Map<String, Object> headers = properties.getHeaders();
		// Not the current context: a container's thread may have inherited one for good.
		Context extracted = tracing.extract(headers);
		this.origin = Span.fromContext(extracted).getSpanContext();
		this.parent = (relation == Relation.CHILD) ? extracted : withoutSpan(extracted);
		this.sent = sent(headers);
		this.past = PastDeliveries.of(tracing.failedDeliveries(), properties, this.origin);
	}

	/**
	 * It is taken out, since Spring copies each header several times on the way to the
	 * listener. Not from the pieces of a producer's batch, which have their headers
	 * together, nor from a map that is not Spring's and may be read-only.
	 */
	private static @Nullable Object sent(Map<String, Object> headers) {
		boolean ours = headers instanceof HashMap && !headers.containsKey(AmqpHeaders.BATCH_SIZE);
		return ours ? headers.remove(PublishObserver.SENT_HEADER) : headers.get(PublishObserver.SENT_HEADER);
	}

	String queue() {
		return Objects.toString(this.properties.getConsumerQueue(), "");
	}

	String routingKey() {
		return Objects.toString(this.properties.getReceivedRoutingKey(), "");
	}

	SpanContext origin() {
		return this.origin;
	}

	@Override
	public Context parent() {
		return this.parent;
	}

	@Override
	public boolean cameFrom(SpanContext candidate) {
		return this.origin.getSpanId().equals(candidate.getSpanId())
				&& this.origin.getTraceId().equals(candidate.getTraceId());
	}

	@Override
	public boolean isIn(String traceId) {
		return this.origin.getTraceId().equals(traceId);
	}

	@Override
	public SpanBuilder spanBuilder(Peer peer) {
		SpanBuilder builder = this.destination.spanBuilder(this.tracing.tracer(), peer).setParent(this.parent);
		if (this.relation == Relation.LINKED_ROOT) {
			builder.addLink(this.origin);
		}
		FailedDeliveries.Failed failed = (this.past != null) ? this.past.failed() : null;
		return (failed != null) ? builder.addLink(failed.span()) : builder;
	}

	@Override
	public void describe(Span span) {
		this.destination.describe(span);
		describe(span::setAttribute);
	}

	void describe(MessageAttributes.Sink attributes) {
		MessageAttributes.describe(this.properties, this.sent, attributes);
		if (this.past != null) {
			this.past.describe(attributes);
		}
	}

	@Override
	public void failed(SpanContext span) {
		String key = FailedDeliveries.key(this.properties, this.origin, queue());
		if (key != null && span.isValid()) {
			this.tracing.failedDeliveries().add(key, span, (this.past != null) ? this.past.attempt() : 1);
		}
	}

	private static Context withoutSpan(Context extracted) {
		Baggage baggage = Baggage.fromContext(extracted);
		return baggage.isEmpty() ? Context.root() : Context.root().with(baggage);
	}

}
