package io.github.tracingboot.sample.messaging;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;

import static org.assertj.core.api.Assertions.assertThat;

class AgentQueueTests {

	private final Declarables declared = AgentQueue.of("agent", "one.request", "two.request");

	@Test
	void exchangesAreDurableTopics() {
		assertThat(this.declared.getDeclarablesByType(TopicExchange.class)).allMatch(TopicExchange::isDurable)
			.extracting(TopicExchange::getName)
			.containsExactly("chimera.events", "chimera.events.dlx");
	}

	@Test
	void queueKeepsMessagesForADayAndGivesUpOnThemToTheDeadLetterExchange() {
		List<Queue> queues = this.declared.getDeclarablesByType(Queue.class);
		assertThat(queues).allMatch(Queue::isDurable).extracting(Queue::getName).containsExactly("agent", "agent.dlq");
		assertThat(queues.get(0).getArguments()).containsEntry("x-dead-letter-exchange", "chimera.events.dlx")
			.containsEntry("x-message-ttl", 86_400_000);
	}

	@Test
	void deadLettersKeepTheirKeys() {
		assertThat(this.declared.getDeclarablesByType(Binding.class))
			.extracting(
					(binding) -> binding.getExchange() + " " + binding.getRoutingKey() + " " + binding.getDestination())
			.containsExactlyInAnyOrder("chimera.events one.request agent", "chimera.events two.request agent",
					"chimera.events.dlx one.request agent.dlq", "chimera.events.dlx two.request agent.dlq");
	}

}
