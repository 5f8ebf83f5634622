package io.github.tracingboot.sample.api;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import org.springframework.amqp.AmqpException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.messaging.QueryCancelled;
import io.github.tracingboot.sample.messaging.QueryRequest;
import io.github.tracingboot.sample.messaging.QueryResponse;
import io.github.tracingboot.sample.messaging.Requests;

/** Has queries answered by the agents, or calls them off. */
@Component
class Answers {

	private final Queries queries;

	private final QueryArchive archive;

	private final Requests requests;

	private final Events events;

	Answers(Queries queries, QueryArchive archive, Requests requests, Events events) {
		this.queries = queries;
		this.archive = archive;
		this.requests = requests;
		this.events = events;
	}

	/**
	 * Asks the agents.
	 * @return completes with the answered query, or fails with a {@link QueryFailure}
	 */
	CompletableFuture<Query> ask(Query query, QueryRequest request) {
		this.queries.add(query);
		return send(request).handle((answer, error) -> {
			if (error != null) {
				throw failed(query, error);
			}
			return this.queries.change(query.id(), (latest) -> latest.answered(answer))
				.orElseGet(() -> query.answered(answer));
		});
	}

	Query find(String id) {
		return this.queries.find(id)
			.or(() -> this.archive.find(id))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no query " + id));
	}

	Query cancel(String id) {
		Query query = find(id);
		if (query.status() != Query.Status.WORKING) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "The query is " + query.status());
		}
		Query cancelled = this.queries.change(id, Query::cancelled).orElseGet(query::cancelled);
		this.events.publish("query.cancelled", id, new QueryCancelled(id));
		this.requests.cancel(id);
		return cancelled;
	}

	private CompletableFuture<QueryResponse> send(QueryRequest request) {
		try {
			return this.requests.send("query.request", request.id(), request, QueryResponse.class);
		}
		catch (AmqpException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private QueryFailure failed(Query query, Throwable error) {
		QueryFailure failure = QueryFailure.of(query, error);
		if (!(failure.getCause() instanceof CancellationException)) {
			this.queries.change(query.id(), (latest) -> latest.failed(failure.getMessage()));
		}
		return failure;
	}

}
