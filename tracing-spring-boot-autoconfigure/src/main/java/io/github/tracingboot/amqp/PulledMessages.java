package io.github.tracingboot.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * A span for each message that somebody has asked for. It is a part of what the caller
 * does and links to the message's own trace, of which the caller may pull several.
 */
final class PulledMessages {

	// A receive of the template that waits for a message consumes it.
	private static final String TEMPLATE = "org.springframework.amqp.rabbit.core.RabbitTemplate";

	private final DefaultMessagePropertiesConverter converter = new DefaultMessagePropertiesConverter();

	private final AmqpTracing tracing;

	PulledMessages(AmqpTracing tracing) {
		this.tracing = tracing;
	}

	void received(Context parent, String queue, Envelope envelope, AMQP.BasicProperties properties) {
		Span span = Span.getInvalid();
		try {
			Destination destination = Destination.consumed(Operation.RECEIVE, envelope.getExchange(),
					envelope.getRoutingKey(), queue);
			span = destination.spanBuilder(this.tracing.tracer())
				.setParent(parent)
				.addLink(Span.fromContext(this.tracing.extract(properties.getHeaders())).getSpanContext())
				.startSpan();
			if (span.isRecording()) {
				MessageProperties message = this.converter.toMessageProperties(properties, envelope, "UTF-8");
				destination.describe(span);
				MessageAttributes.describe(message, span::setAttribute);
			}
		}
		catch (Throwable ex) {
			this.tracing.failed(ex);
		}
		finally {
			this.tracing.end(span);
		}
	}

	/** The consumer of a template's receive, traced; any other as it is. */
	Consumer consumer(String queue, Consumer consumer) {
		// A generated queue is one for replies, which belong to their request.
		if (!consumer.getClass().getName().startsWith(TEMPLATE) || Destination.isGenerated(queue)) {
			return consumer;
		}
		return new PullingConsumer(this, Context.current(), queue, consumer);
	}

}
