package io.github.tracingboot.amqp;

import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.MessageProperties;

/** What messages of the same destination may differ in. */
final class MessageAttributes {

	private MessageAttributes() {
	}

	/**
	 * Describes a message.
	 * @param sent when it was published, if that is known
	 */
	static void describe(MessageProperties message, @Nullable Object sent, Sink attributes) {
		attributes.put(AmqpAttributes.DELIVERY_TAG, message.getDeliveryTag());
		if (message.getMessageId() != null) {
			attributes.put(AmqpAttributes.MESSAGE_ID, message.getMessageId());
		}
		if (message.getCorrelationId() != null) {
			attributes.put(AmqpAttributes.CONVERSATION_ID, message.getCorrelationId());
		}
		if (Boolean.TRUE.equals(message.isRedelivered())) {
			attributes.put(AmqpAttributes.REDELIVERED, true);
		}
		if (sent instanceof Long millis) {
			// Clocks differ; nothing waits less than no time.
			attributes.put(AmqpAttributes.QUEUE_TIME, Math.max(0, System.currentTimeMillis() - millis));
		}
	}

	/** A span, or the attributes of a link. */
	interface Sink {

		<T> void put(AttributeKey<T> key, T value);

	}

}
