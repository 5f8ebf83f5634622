package io.github.tracingboot.sample.messaging;

import java.time.Instant;
import java.util.Date;
import java.util.UUID;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.core.MessageProperties;

/**
 * What stands on every message, in the properties that AMQP has for it: message id,
 * timestamp and sender. Correlation id and reply-to are set by whoever asks.
 *
 * @param sender the agent's name
 */
record Envelope(String sender) implements MessagePostProcessor {

	@Override
	@SuppressWarnings("JavaUtilDate") // what Spring AMQP asks for
	public Message postProcessMessage(Message message) {
		MessageProperties properties = message.getMessageProperties();
		properties.setMessageId(UUID.randomUUID().toString());
		properties.setTimestamp(Date.from(Instant.now()));
		properties.setAppId(this.sender);
		properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
		return message;
	}

}
