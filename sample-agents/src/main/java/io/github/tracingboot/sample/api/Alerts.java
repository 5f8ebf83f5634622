package io.github.tracingboot.sample.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.github.tracingboot.annotation.Relation;
import io.github.tracingboot.sample.messaging.Alert;
import io.github.tracingboot.sample.work.AgentOperation;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The latest alerts of monitoring_agent. */
@RestController
class Alerts {

	private static final int MAX = 20;

	private final Deque<Alert> latest = new ArrayDeque<>();

	@RabbitListener(queues = "chimera-api.alerts")
	@AgentOperation(value = "receive_alert", relation = Relation.LINKED_ROOT)
	synchronized void on(Alert alert) {
		this.latest.addFirst(alert);
		if (this.latest.size() > MAX) {
			this.latest.removeLast();
		}
	}

	@GetMapping("/api/alerts")
	synchronized List<Alert> latest() {
		return List.copyOf(this.latest);
	}

}
