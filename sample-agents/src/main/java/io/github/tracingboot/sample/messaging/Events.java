package io.github.tracingboot.sample.messaging;

import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Tells whom it may concern. */
public final class Events {

	private final RabbitTemplate rabbit;

	Events(RabbitTemplate rabbit) {
		this.rabbit = rabbit;
	}

	/**
	 * Publishes an event.
	 * @param correlationId the query that it is about
	 */
	public void publish(String routingKey, String correlationId, Object event) {
		this.rabbit.convertAndSend(routingKey, event, (message) -> {
			message.getMessageProperties().setCorrelationId(correlationId);
			return message;
		});
	}

}
