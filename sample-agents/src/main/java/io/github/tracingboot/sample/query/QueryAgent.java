package io.github.tracingboot.sample.query;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.github.tracingboot.sample.messaging.DataRequest;
import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.messaging.QueryCancelled;
import io.github.tracingboot.sample.messaging.QueryRequest;
import io.github.tracingboot.sample.messaging.QueryResponse;
import io.github.tracingboot.sample.messaging.Requests;
import io.github.tracingboot.sample.work.AgentOperation;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

import static java.util.concurrent.CompletableFuture.supplyAsync;

/** Understands a question, has the data fetched and answers. */
@Component
class QueryAgent {

	private static final Logger log = LoggerFactory.getLogger(QueryAgent.class);

	private static final int MAX_TEXT = 100;

	private final Understanding understanding;

	private final Conversations conversations;

	private final Requests requests;

	private final AsyncTaskExecutor executor;

	QueryAgent(Understanding understanding, Conversations conversations, Requests requests,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
		this.understanding = understanding;
		this.conversations = conversations;
		this.requests = requests;
		this.executor = executor;
	}

	@RabbitListener(queues = "query_agent", errorHandler = "errorReply")
	@AgentOperation("process_query")
	@Nullable QueryResponse on(QueryRequest request) {
		String text = request.text();
		log.info("Understanding query {}", request.id());
		CompletableFuture<Integer> tokens = supplyAsync(() -> this.understanding.countTokens(text), this.executor);
		CompletableFuture<Entities> found = supplyAsync(() -> this.understanding.findEntities(text), this.executor);
		CompletableFuture<Intent> classified = supplyAsync(() -> this.understanding.classify(text), this.executor);
		CompletableFuture.allOf(tokens, found, classified).join();
		Entities entities = found.join();
		Intent intent = classified.join();
		Span.current()
			.setAttribute("query.type", intent.label())
			.setAttribute("query.text", text.substring(0, Math.min(text.length(), MAX_TEXT)));
		Topic topic = topic(request.session(), entities);
		try {
			MarketData data = this.requests.call("data_retrieval.request", request.id(),
					new DataRequest(request.id(), topic.symbol(), topic.exchange(), entities.network(),
							intent == Intent.MARKET_OVERVIEW, intent == Intent.TREND),
					MarketData.class);
			return new QueryResponse(request.id(), intent.label(), entities.all(), data, Answer.to(intent, data));
		}
		catch (CancellationException ex) {
			Span.current().addEvent("query.cancelled");
			return null;
		}
	}

	@RabbitListener(queues = "query_agent.cancellations")
	@AgentOperation("cancel_query")
	void on(QueryCancelled cancelled) {
		boolean waiting = this.requests.cancel(cancelled.id());
		Span.current().setAttribute("query.waiting", waiting);
	}

	private Topic topic(@Nullable String session, Entities entities) {
		if (session == null) {
			return entities.topic(Topic.USUAL);
		}
		Topic topic = entities.topic(this.conversations.load(session));
		this.conversations.save(session, topic);
		return topic;
	}

}
