package io.github.tracingboot.sample.retrieval;

import io.opentelemetry.api.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.sample.messaging.DataRequest;
import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.work.AgentOperation;
import io.github.tracingboot.sample.work.Work;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/** Fetches what a question needs, one source after the other. */
@Component
class DataRetrievalAgent {

	private static final Logger log = LoggerFactory.getLogger(DataRetrievalAgent.class);

	private final ZcashNodeClient node;

	private final ExchangeClient exchange;

	private final Work work;

	DataRetrievalAgent(ZcashNodeClient node, ExchangeClient exchange, Work work) {
		this.node = node;
		this.exchange = exchange;
		this.work = work;
	}

	@RabbitListener(queues = "data_retrieval_agent", errorHandler = "errorReply")
	@AgentOperation("fetch_data")
	MarketData on(DataRequest request) {
		log.info("Fetching block height and {} price for query {}", request.symbol(), request.id());
		Span.current().setAttribute("data_sources.count", 2);
		long height = this.node.blockHeight(request.id());
		ExchangeClient.Price price = this.exchange.price(request.exchange(), request.symbol());
		this.work.take(this.work.merging());
		return new MarketData(height, request.symbol(), request.exchange(), price.price(), price.currency());
	}

}
