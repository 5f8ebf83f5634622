package io.github.tracingboot.sample.api;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.opentelemetry.api.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.sample.messaging.AgentFailedException;
import io.github.tracingboot.sample.messaging.QueryRequest;
import io.github.tracingboot.sample.messaging.QueryResponse;
import io.github.tracingboot.sample.messaging.Requests;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpMessageReturnedException;
import org.springframework.amqp.core.AmqpReplyTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes questions, has them answered by the agents and hands out what came of them. */
@RestController
@RequestMapping("/api/queries")
class QueryController {

	private static final Logger log = LoggerFactory.getLogger(QueryController.class);

	private final Queries queries;

	private final Requests requests;

	private final Work work;

	QueryController(Queries queries, Requests requests, Work work) {
		this.queries = queries;
		this.requests = requests;
		this.work = work;
	}

	@PostMapping
	CompletableFuture<ResponseEntity<?>> submit(@RequestBody Submission submission,
			@RequestHeader(name = "Prefer", defaultValue = "") List<String> preferences) {
		Query query = accept(submission);
		CompletableFuture<ResponseEntity<?>> answer = ask(query, submission);
		boolean wait = preferences.stream().anyMatch((preference) -> preference.strip().matches("(?i)wait\\b.*"));
		return wait ? answer : CompletableFuture.completedFuture(accepted(query));
	}

	@GetMapping("/{id}")
	Query query(@PathVariable String id) {
		return this.queries.get(id);
	}

	private Query accept(Submission submission) {
		Span span = Span.current().addEvent("validation.start");
		String text = submission.validText();
		this.work.take(this.work.validation());
		span.addEvent("validation.complete");
		String id = UUID.randomUUID().toString();
		log.info("Accepted query {}", id);
		return this.queries.save(new Query(id, text, Query.Status.WORKING, null, null, span.getSpanContext()));
	}

	private CompletableFuture<ResponseEntity<?>> ask(Query query, Submission submission) {
		QueryRequest request = new QueryRequest(query.id(), query.text(), submission.session());
		CompletableFuture<QueryResponse> response;
		try {
			response = this.requests.send("query.request", query.id(), request, QueryResponse.class);
		}
		catch (AmqpException ex) {
			response = CompletableFuture.failedFuture(ex);
		}
		return response.handle((answer, error) -> (error != null) ? failed(query, error)
				: ResponseEntity.ok(this.queries.save(query.answered(answer))));
	}

	private static ResponseEntity<Query> accepted(Query query) {
		return ResponseEntity.accepted().location(URI.create("/api/queries/" + query.id())).body(query);
	}

	private ResponseEntity<ProblemDetail> failed(Query query, Throwable error) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		ProblemDetail problem = problem(cause);
		this.queries.save(query.failed(String.valueOf(problem.getDetail())));
		problem.setProperty("id", query.id());
		problem.setProperty("traceId", query.traceId());
		return ResponseEntity.of(problem).build();
	}

	private static ProblemDetail problem(Throwable error) {
		if (error instanceof AgentFailedException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, error.getMessage());
		}
		if (error instanceof AmqpReplyTimeoutException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, "query_agent did not answer in time");
		}
		if (error instanceof AmqpMessageReturnedException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
					"No queue takes query.request: has query_agent been started?");
		}
		if (error instanceof AmqpException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
					"The message broker cannot be reached");
		}
		log.error("Unexpected failure", error);
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, error.toString());
	}

}
