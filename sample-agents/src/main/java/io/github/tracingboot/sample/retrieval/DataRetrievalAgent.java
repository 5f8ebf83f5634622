package io.github.tracingboot.sample.retrieval;

import java.util.ArrayList;
import java.util.List;

import io.github.tracingboot.sample.messaging.DataRequest;
import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.messaging.Quote;
import io.github.tracingboot.sample.work.AgentOperation;
import io.github.tracingboot.sample.work.Work;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Fetches what a question needs, one source after the other. */
@Component
class DataRetrievalAgent {

	private static final Logger log = LoggerFactory.getLogger(DataRetrievalAgent.class);

	private final ZcashNodeClient node;

	private final ExchangeClient exchange;

	private final MarketCache cache;

	private final PriceHistory history;

	private final Work work;

	DataRetrievalAgent(ZcashNodeClient node, ExchangeClient exchange, MarketCache cache, PriceHistory history,
			Work work) {
		this.node = node;
		this.exchange = exchange;
		this.cache = cache;
		this.history = history;
		this.work = work;
	}

	@RabbitListener(queues = "data_retrieval_agent", errorHandler = "errorReply")
	@AgentOperation("fetch_data")
	MarketData on(DataRequest request) {
		log.info("Fetching block height and {} price for query {}", request.symbol(), request.id());
		MarketData cached = request.cached() ? cached(request) : null;
		if (cached != null) {
			return new MarketData(request.id(), cached.blockHeight(), cached.quote(), cached.history(),
					cached.missing());
		}
		List<String> missing = new ArrayList<>();
		Long height = blockHeight(request, missing);
		Quote quote = this.exchange.price(request.exchange(), request.symbol());
		this.work.take(this.work.merging());
		List<Double> history = request.history() ? this.history.add(quote) : List.of();
		Span.current().setAttribute("data_sources.count", 2 - missing.size());
		MarketData data = new MarketData(request.id(), height, quote, history, missing);
		if (missing.isEmpty()) {
			keep(data);
		}
		return data;
	}

	// Without Redis there is no cache, which is no reason not to answer.
	private @Nullable MarketData cached(DataRequest request) {
		try {
			return this.cache.get(request.exchange(), request.symbol());
		}
		catch (DataAccessException ex) {
			log.warn("The market cache cannot be read: {}", ex.getMessage());
			return null;
		}
	}

	private void keep(MarketData data) {
		try {
			this.cache.set(data);
		}
		catch (DataAccessException ex) {
			log.warn("The market cache cannot be written: {}", ex.getMessage());
		}
	}

	/** Half an answer is better than none. */
	private @Nullable Long blockHeight(DataRequest request, List<String> missing) {
		try {
			return this.node.blockHeight(request.id(), request.network());
		}
		catch (SourceUnavailableException ex) {
			log.warn("Query {} will be answered without: {}", request.id(), ex.getMessage());
			missing.add("zcash_node");
			return null;
		}
	}

}
