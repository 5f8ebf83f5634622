package io.github.tracingboot.sample.api;

import java.util.List;

import io.github.tracingboot.sample.messaging.Failure;
import io.github.tracingboot.sample.messaging.Finding;
import io.github.tracingboot.sample.work.AgentOperation;

import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Takes what agents have to say about a query that has been answered. */
@Component
@RabbitListener(queues = "chimera-api.findings")
class Findings {

	private final Queries queries;

	Findings(Queries queries) {
		this.queries = queries;
	}

	@RabbitHandler
	@AgentOperation("keep_finding")
	void on(Finding finding) {
		this.queries.change(finding.id(), (query) -> query.with(finding));
	}

	@RabbitHandler
	@AgentOperation("keep_finding")
	void on(Failure failure, @Header(AmqpHeaders.CORRELATION_ID) String id) {
		on(new Finding(id, failure.agent(), List.of(failure.message())));
	}

}
