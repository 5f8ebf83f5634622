package io.github.tracingboot.amqp;

import java.time.Duration;
import java.util.Map;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tracing of RabbitMQ messages.
 *
 * @param enabled whether messages are traced; when false, no connection factory, listener
 * container or message is touched
 * @param relation what handling a message is to the trace that the message came with:
 * child continues it, linked-root starts a trace of its own with a link to it, root one
 * without
 * @param queueRelations relation for the messages of a queue, by the queue's name; wins
 * over relation, and loses to the one of {@code @Traced} on the listener's method
 * @param attempts how the attempts of a retry are shown: as events of the process span,
 * as spans below it, or none
 * @param awaitConfirms whether the span of a publish with publisher confirms lasts until
 * the broker has answered, and tells the answer
 * @param confirmTimeout longest time that such a span waits for the answer
 */
@ConfigurationProperties("tracing.amqp")
record AmqpProperties(@DefaultValue("true") boolean enabled, @DefaultValue("child") Relation relation,
		@DefaultValue Map<String, Relation> queueRelations, @DefaultValue("events") Attempts attempts,
		@DefaultValue("true") boolean awaitConfirms, @DefaultValue("5s") Duration confirmTimeout) {

	AmqpProperties {
		if (confirmTimeout.isZero() || confirmTimeout.isNegative()) {
			throw new InvalidConfigurationException(
					"tracing.amqp.confirm-timeout is " + confirmTimeout + ", which is not a time to wait.",
					"Set tracing.amqp.confirm-timeout to a positive duration, such as 5s.",
					"Set tracing.amqp.await-confirms to false.");
		}
	}

	static AmqpProperties defaults() {
		return new AmqpProperties(true, Relation.CHILD, Map.of(), Attempts.EVENTS, true, Duration.ofSeconds(5));
	}

}
