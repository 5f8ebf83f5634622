package io.github.tracingboot.sample.api;

import java.util.List;
import java.util.Optional;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.opentelemetry.api.trace.SpanContext;
import org.bson.Document;
import org.bson.conversions.Bson;

import io.github.tracingboot.annotation.Relation;
import io.github.tracingboot.sample.messaging.Failure;
import io.github.tracingboot.sample.messaging.QueryCancelled;
import io.github.tracingboot.sample.messaging.QueryResponse;
import io.github.tracingboot.sample.work.AgentOperation;

import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * What came of all queries, in MongoDB. It listens to what the agents tell each other, so
 * that nobody waits for it; each message is a trace of its own, linked to the query's.
 * Requests are not for it: one that no agent takes is to come back.
 */
@Component
@RabbitListener(queues = "chimera-api.archive")
class QueryArchive {

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private final Queries latest;

	private final MongoCollection<Document> queries;

	QueryArchive(Queries latest, MongoClient mongo) {
		this.latest = latest;
		this.queries = mongo.getDatabase("chimera").getCollection("queries");
	}

	@RabbitHandler
	@AgentOperation(value = "archive_query", relation = Relation.LINKED_ROOT)
	void on(QueryResponse response) {
		update(response.id(), Updates.combine(Updates.set("status", Query.Status.DONE.name()),
				Updates.set("answer", response.answer())));
	}

	@RabbitHandler
	@AgentOperation(value = "archive_query", relation = Relation.LINKED_ROOT)
	void on(Failure failure, @Header(AmqpHeaders.CORRELATION_ID) String id) {
		update(id, Updates.combine(Updates.set("status", Query.Status.FAILED.name()),
				Updates.set("error", failure.toString())));
	}

	@RabbitHandler
	@AgentOperation(value = "archive_query", relation = Relation.LINKED_ROOT)
	void on(QueryCancelled cancelled) {
		update(cancelled.id(), Updates.set("status", Query.Status.CANCELLED.name()));
	}

	@AgentOperation("find_query")
	Optional<Query> find(String id) {
		return Optional.ofNullable(this.queries.find(Filters.eq("_id", id)).first())
			.map((found) -> new Query(id, found.get("text", ""), Query.Status.valueOf(found.getString("status")), null,
					found.get("error", String.class), List.of(), SpanContext.getInvalid()));
	}

	private void update(String id, Bson change) {
		String text = this.latest.find(id).map(Query::text).orElse("");
		this.queries.updateOne(Filters.eq("_id", id), Updates.combine(change, Updates.setOnInsert("text", text)),
				UPSERT);
	}

}
