package io.github.tracingboot.sample.analysis;

import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.messaging.Failure;
import io.github.tracingboot.sample.work.AgentOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/**
 * Takes what could not be analysed, whatever it is, and says so. On RabbitMQ, its span
 * links to the one that failed.
 */
@Component
class DeadLetters {

	private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

	private final Events events;

	DeadLetters(Events events) {
		this.events = events;
	}

	@RabbitListener(queues = "analysis_agent.dlq", containerFactory = "rawMessages")
	@AgentOperation("bury_dead_letter")
	void on(Message letter) {
		MessageProperties properties = letter.getMessageProperties();
		String query = String.valueOf(properties.getCorrelationId());
		log.warn("Message {} about query {} cannot be analysed", properties.getMessageId(), query);
		this.events.publish("analysis.error", query, new Failure("analysis_agent", "The data could not be analysed"));
	}

}
