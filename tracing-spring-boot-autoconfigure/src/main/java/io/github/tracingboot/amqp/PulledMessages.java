package io.github.tracingboot.amqp;

import com.rabbitmq.client.GetResponse;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * A span for each message that somebody has asked for. It is a part of what the caller
 * does and links to the message's own trace, of which the caller may pull several.
 * <p>
 * A template that waits for a message consumes it, which the client does not know from
 * any other consumer: those messages are seen when the template has received them.
 */
record PulledMessages(AmqpTracing tracing) implements MessagePostProcessor {

	private static final DefaultMessagePropertiesConverter CONVERTER = new DefaultMessagePropertiesConverter();

	void received(String queue, GetResponse response) {
		try {
			received(queue, CONVERTER.toMessageProperties(response.getProps(), response.getEnvelope(), "UTF-8"));
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
	}

	@Override
	public Message postProcessMessage(Message message) {
		MessageProperties properties = message.getMessageProperties();
		String routingKey = properties.getReceivedRoutingKey();
		// What a get has received has a count of those that are left, and has its span;
		// a reply belongs to its request.
		boolean pulled = properties.getMessageCount() == null && properties.getConsumerQueue() == null;
		if (pulled && (routingKey == null || !Destination.isGenerated(routingKey))) {
			received(null, properties);
		}
		else if (pulled && !RepliedMessages.isSeen(routingKey)) {
			this.tracing.hear(properties.getHeaders());
		}
		return message;
	}

	private void received(@Nullable String queue, MessageProperties properties) {
		Span span = Span.getInvalid();
		try {
			Destination destination = Destination.consumed(Operation.RECEIVE, properties.getReceivedExchange(),
					properties.getReceivedRoutingKey(), queue);
			span = destination.spanBuilder(this.tracing.tracer())
				.addLink(this.tracing.carriedBy(properties.getHeaders()))
				.setParent(Context.current())
				.startSpan();
			if (span.isRecording()) {
				destination.describe(span);
				MessageAttributes.describe(properties, properties.getHeaders().get(PublishObserver.SENT_HEADER),
						span::setAttribute);
			}
		}
		catch (Throwable ex) {
			this.tracing.failed(ex);
		}
		finally {
			this.tracing.end(span);
		}
	}

}
