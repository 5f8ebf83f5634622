package io.github.tracingboot.sample.api;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.baggage.RequestBaggage;
import io.github.tracingboot.sample.messaging.QueryRequest;
import io.github.tracingboot.sample.work.Work;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes questions and hands out what came of them. What it puts into the baggage is on
 * every span of every agent.
 */
@RestController
@RequestMapping("/api/queries")
class QueryController {

	private static final Logger log = LoggerFactory.getLogger(QueryController.class);

	private final Answers answers;

	private final RequestBaggage baggage;

	private final Work work;

	private final String node;

	QueryController(Answers answers, RequestBaggage baggage, Work work,
			@Value("${chimera.node-id:chimera-api-1}") String node) {
		this.answers = answers;
		this.baggage = baggage;
		this.work = work;
		this.node = node;
	}

	@PostMapping
	CompletableFuture<ResponseEntity<Query>> submit(@RequestBody Submission submission,
			@RequestHeader(name = "Prefer", defaultValue = "") List<String> preferences) {
		Query query = accept(submission);
		CompletableFuture<Query> answer = this.answers.ask(query,
				new QueryRequest(query.id(), query.text(), submission.session()));
		boolean wait = preferences.stream().anyMatch((preference) -> preference.strip().matches("(?i)wait\\b.*"));
		return wait ? answer.thenApply(ResponseEntity::ok) : CompletableFuture.completedFuture(accepted(query));
	}

	@GetMapping("/{id}")
	Query query(@PathVariable String id) {
		return this.answers.find(id);
	}

	@DeleteMapping("/{id}")
	Query cancel(@PathVariable String id) {
		identify(id);
		return this.answers.cancel(id);
	}

	private Query accept(Submission submission) {
		Span span = Span.current().addEvent("validation.start");
		String text = submission.validText();
		this.work.take(this.work.validation());
		span.addEvent("validation.complete");
		String id = UUID.randomUUID().toString();
		identify(id);
		log.info("Accepted query {}", id);
		return Query.submitted(id, text, span.getSpanContext());
	}

	private void identify(String id) {
		this.baggage.set("job.id", id);
		this.baggage.set("node.id", this.node);
	}

	private static ResponseEntity<Query> accepted(Query query) {
		return ResponseEntity.accepted().location(URI.create("/api/queries/" + query.id())).body(query);
	}

}
