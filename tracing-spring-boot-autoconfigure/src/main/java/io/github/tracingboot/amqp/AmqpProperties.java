package io.github.tracingboot.amqp;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tracing of RabbitMQ messages.
 *
 * @param enabled whether messages are traced; when false, no connection factory, listener
 * container or message is touched
 */
@ConfigurationProperties("tracing.amqp")
record AmqpProperties(@DefaultValue("true") boolean enabled) {

}
