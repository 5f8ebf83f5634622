package io.github.tracingboot.sample.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.ExchangeBuilder;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;

/**
 * An agent's queue with all that belongs to it. Every agent declares its own, so they may
 * start in any order.
 */
public final class AgentQueue {

	/** Where all messages go. */
	public static final String EVENTS = "chimera.events";

	private static final String DEAD_LETTERS = "chimera.events.dlx";

	private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

	private AgentQueue() {
	}

	public static Declarables of(String agent, String... routingKeys) {
		TopicExchange events = ExchangeBuilder.topicExchange(EVENTS).durable(true).build();
		TopicExchange deadLetters = ExchangeBuilder.topicExchange(DEAD_LETTERS).durable(true).build();
		Queue queue = QueueBuilder.durable(agent)
			.deadLetterExchange(DEAD_LETTERS)
			.ttl((int) TIME_TO_LIVE.toMillis())
			// The embedded broker's word for it; RabbitMQ ignores what it does not know.
			.withArgument("alternateExchange", DEAD_LETTERS)
			.build();
		Queue deadLetterQueue = QueueBuilder.durable(agent + ".dlq").build();
		List<Declarable> all = new ArrayList<>(List.of(events, deadLetters, queue, deadLetterQueue));
		for (String key : routingKeys) {
			all.add(BindingBuilder.bind(queue).to(events).with(key));
			all.add(BindingBuilder.bind(deadLetterQueue).to(deadLetters).with(key));
		}
		return new Declarables(all);
	}

}
