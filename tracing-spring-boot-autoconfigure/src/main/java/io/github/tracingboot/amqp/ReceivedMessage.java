package io.github.tracingboot.amqp;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.util.StringUtils;

/** One message, handled as a part of the trace that it came with. */
record ReceivedMessage(MessageProperties properties, Context parent, Destination destination) implements Received {

	static ReceivedMessage of(Message message, TextMapPropagator propagator) {
		MessageProperties properties = message.getMessageProperties();
		Map<String, Object> headers = properties.getHeaders();
		// Not the current context: a container's thread may have inherited one for good.
		Context parent = propagator.extract(Context.root(), headers, MessageHeaders.INSTANCE);
		Destination destination = Destination.consumed(properties.getReceivedExchange(),
				properties.getReceivedRoutingKey(), properties.getConsumerQueue());
		return new ReceivedMessage(properties, parent, destination);
	}

	SpanContext origin() {
		return Span.fromContext(this.parent).getSpanContext();
	}

	@Override
	public List<SpanContext> origins() {
		return List.of(origin());
	}

	@Override
	public SpanBuilder spanBuilder(Tracer tracer) {
		return this.destination.spanBuilder(tracer, "process", SpanKind.CONSUMER).setParent(this.parent);
	}

	@Override
	public void describe(Span span) {
		this.destination.describe(span);
		span.setAllAttributes(attributes().build());
	}

	AttributesBuilder attributes() {
		MessageProperties message = this.properties;
		AttributesBuilder attributes = Attributes.builder();
		attributes.put(AmqpAttributes.DELIVERY_TAG, message.getDeliveryTag());
		if (StringUtils.hasLength(message.getReceivedRoutingKey())) {
			attributes.put(AmqpAttributes.ROUTING_KEY, message.getReceivedRoutingKey());
		}
		if (message.getMessageId() != null) {
			attributes.put(AmqpAttributes.MESSAGE_ID, message.getMessageId());
		}
		if (message.getCorrelationId() != null) {
			attributes.put(AmqpAttributes.CONVERSATION_ID, message.getCorrelationId());
		}
		if (Boolean.TRUE.equals(message.isRedelivered())) {
			attributes.put(AmqpAttributes.REDELIVERED, true);
		}
		if (message.getHeaders().get(PublishObserver.SENT_HEADER) instanceof Long sent) {
			// Clocks differ; nothing waits less than no time.
			attributes.put(AmqpAttributes.QUEUE_TIME, Math.max(0, System.currentTimeMillis() - sent));
		}
		return attributes;
	}

}
