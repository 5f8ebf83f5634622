package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/**
 * Messages handled together. They come from many traces and can continue none, so the
 * span links to each: what is equal for all of them is on the span, what differs on the
 * links.
 */
final class ReceivedBatch implements Received {

	private final AmqpTracing tracing;

	private final List<ReceivedMessage> messages;

	private final Destination destination;

	ReceivedBatch(AmqpTracing tracing, List<ReceivedMessage> messages) {
		this.tracing = tracing;
		this.messages = messages;
		// A container may listen to several queues.
		Set<String> queues = new HashSet<>();
		messages.forEach((message) -> queues.add(message.queue()));
		this.destination = Destination.consumed(Operation.PROCESS, null, null,
				(queues.size() == 1) ? queues.iterator().next() : null);
	}

	@Override
	public Context parent() {
		return Context.root();
	}

	@Override
	public boolean cameFrom(SpanContext candidate) {
		for (ReceivedMessage message : this.messages) {
			if (message.cameFrom(candidate)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean isIn(String traceId) {
		return false;
	}

	@Override
	public SpanBuilder spanBuilder(Peer peer) {
		List<Attributes> each = new ArrayList<>(this.messages.size());
		for (ReceivedMessage message : this.messages) {
			AttributesBuilder attributes = Attributes.builder();
			message.describe(attributes::put);
			attributes.put(AmqpAttributes.DESTINATION_NAME, message.queue());
			if (!message.routingKey().isEmpty()) {
				attributes.put(AmqpAttributes.ROUTING_KEY, message.routingKey());
			}
			each.add(attributes.build());
		}
		Attributes common = common(each);
		SpanBuilder builder = this.destination.spanBuilder(this.tracing.tracer(), peer)
			.setNoParent()
			.setAttribute(AmqpAttributes.BATCH_MESSAGE_COUNT, (long) this.messages.size())
			.setAllAttributes(common);
		for (int i = 0; i < each.size(); i++) {
			Attributes own = each.get(i).toBuilder().removeIf((key) -> common.get(key) != null).build();
			builder.addLink(this.messages.get(i).origin(), own);
		}
		return builder;
	}

	@Override
	public void describe(Span span) {
		this.destination.describe(span);
	}

	@Override
	public void failed(SpanContext span) {
		this.messages.forEach((message) -> message.failed(span));
	}

	private static Attributes common(List<Attributes> each) {
		AttributesBuilder common = each.get(0).toBuilder();
		common.removeIf((key) -> differs(key, each));
		return common.build();
	}

	private static boolean differs(AttributeKey<?> key, List<Attributes> each) {
		Object value = each.get(0).get(key);
		return each.stream().anyMatch((attributes) -> !Objects.equals(attributes.get(key), value));
	}

}
