package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/**
 * Messages handled together. They come from many traces and can continue none, so the
 * span links to each: what is equal for all of them is on the span, what differs on the
 * links.
 */
record ReceivedBatch(List<ReceivedMessage> messages) implements Received {

	@Override
	public Context parent() {
		return Context.root();
	}

	@Override
	public List<SpanContext> origins() {
		return this.messages.stream().map(ReceivedMessage::origin).toList();
	}

	@Override
	public SpanBuilder spanBuilder(Tracer tracer) {
		List<Attributes> each = new ArrayList<>(this.messages.size());
		for (ReceivedMessage message : this.messages) {
			each.add(message.attributes().put(AmqpAttributes.DESTINATION_NAME, message.destination().queue()).build());
		}
		Attributes common = common(each);
		SpanBuilder builder = destination().spanBuilder(tracer, "process", SpanKind.CONSUMER)
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
		destination().describe(span);
	}

	// A container may listen to several queues.
	private Destination destination() {
		Set<String> queues = new HashSet<>();
		this.messages.forEach((message) -> queues.add(message.destination().queue()));
		return Destination.consumed(null, null, (queues.size() == 1) ? queues.iterator().next() : null);
	}

	private static Attributes common(List<Attributes> each) {
		AttributesBuilder common = each.get(0).toBuilder();
		common.removeIf((key) -> differs(key, each));
		return common.build();
	}

	private static boolean differs(AttributeKey<?> key, List<Attributes> each) {
		Object value = each.get(0).get(key);
		return each.stream().anyMatch((attributes) -> !attributes.get(key).equals(value));
	}

}
