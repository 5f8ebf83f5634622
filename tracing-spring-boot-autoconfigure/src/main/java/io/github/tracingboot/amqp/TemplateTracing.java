package io.github.tracingboot.amqp;

import java.util.Map;

import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * Adds to a template what makes the spans of messages that it waits for. What it sends is
 * seen by its connection factory.
 */
final class TemplateTracing {

	private final AmqpTracing tracing;

	TemplateTracing(AmqpTracing tracing) {
		this.tracing = tracing;
	}

	void addTo(RabbitTemplate template) {
		PulledMessages pulled = new PulledMessages(this.tracing);
		Requests requests = new Requests(this.tracing, Installed.pendingReplies(template),
				Installed.replyTimeout(template), Installed.replyContainers(template));
		// Equal to those that may be there.
		template.removeAfterReceivePostProcessor(pulled);
		template.removeAfterReceivePostProcessor(requests.replies());
		template.addAfterReceivePostProcessors(pulled, requests.replies());
		add(template, requests);
	}

	void addTo(AsyncRabbitTemplate template) {
		Requests requests = new Requests(this.tracing, Installed.pendingReplies(template),
				Installed.replyTimeout(template), Map.of());
		AbstractMessageListenerContainer container = Installed.replyContainer(template);
		container.removeAfterReceivePostProcessor(requests.replies());
		container.addAfterReceivePostProcessors(requests.replies());
		add(template.getRabbitTemplate(), requests);
	}

	private static void add(RabbitTemplate template, Requests requests) {
		template.removeBeforePublishPostProcessor(requests);
		template.addBeforePublishPostProcessors(requests);
	}

}
