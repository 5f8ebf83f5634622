package io.github.tracingboot.sample.query;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.sample.messaging.DataRequest;
import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.messaging.QueryRequest;
import io.github.tracingboot.sample.messaging.QueryResponse;
import io.github.tracingboot.sample.messaging.Requests;
import io.github.tracingboot.sample.work.AgentOperation;

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

	private final Requests requests;

	private final AsyncTaskExecutor executor;

	QueryAgent(Understanding understanding, Requests requests,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
		this.understanding = understanding;
		this.requests = requests;
		this.executor = executor;
	}

	@RabbitListener(queues = "query_agent", errorHandler = "errorReply")
	@AgentOperation("process_query")
	QueryResponse on(QueryRequest request) {
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
		MarketData data = this.requests.call("data_retrieval.request", request.id(),
				new DataRequest(request.id(), entities.symbol(), entities.exchange()), MarketData.class);
		return new QueryResponse(request.id(), intent.label(), entities.all(), data, answer(intent, data));
	}

	private static String answer(Intent intent, MarketData data) {
		String price = data.symbol() + " costs " + data.price() + " " + data.currency() + " at " + data.exchange();
		String height = String.format(Locale.ROOT, "the Zcash chain is %,d blocks high", data.blockHeight());
		return switch (intent) {
			case PRICE -> price + ".";
			case NETWORK_STATUS -> "T" + height.substring(1) + ".";
			case MARKET_OVERVIEW -> price + ", and " + height + ".";
		};
	}

}
