package io.github.tracingboot.sample.messaging;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.listener.ListenerExecutionFailedException;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.api.RabbitListenerErrorHandler;

/**
 * Tells whoever waits for the reply that there will be none, and lets the failure take
 * its course: the message is rejected and becomes a dead letter.
 */
public final class ErrorReply implements RabbitListenerErrorHandler {

	private final RabbitTemplate rabbit;

	private final String agent;

	private final String routingKey;

	public ErrorReply(RabbitTemplate rabbit, String agent, String routingKey) {
		this.rabbit = rabbit;
		this.agent = agent;
		this.routingKey = routingKey;
	}

	@Override
	public Object handleError(Message request, @Nullable Channel channel,
			org.springframework.messaging.@Nullable Message<?> message, ListenerExecutionFailedException error) {
		Throwable cause = (error.getCause() != null) ? error.getCause() : error;
		try {
			this.rabbit.convertAndSend(this.routingKey, Failure.of(this.agent, cause), (reply) -> {
				reply.getMessageProperties().setCorrelationId(request.getMessageProperties().getCorrelationId());
				return reply;
			});
		}
		catch (AmqpException ex) {
			error.addSuppressed(ex);
		}
		throw error;
	}

}
