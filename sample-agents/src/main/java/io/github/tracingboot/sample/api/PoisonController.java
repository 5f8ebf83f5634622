package io.github.tracingboot.sample.api;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.github.tracingboot.sample.messaging.AgentQueue;

import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sends analysis_agent a message that it cannot read. */
@RestController
class PoisonController {

	private final RabbitTemplate rabbit;

	PoisonController(RabbitTemplate rabbit) {
		this.rabbit = rabbit;
	}

	@PostMapping("/api/poison")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void poison() {
		this.rabbit.send(AgentQueue.EVENTS, "analysis.request",
				MessageBuilder.withBody("{this is no JSON".getBytes(StandardCharsets.UTF_8))
					.setContentType(MessageProperties.CONTENT_TYPE_JSON)
					.setCorrelationId("poison-" + UUID.randomUUID())
					.build());
	}

}
