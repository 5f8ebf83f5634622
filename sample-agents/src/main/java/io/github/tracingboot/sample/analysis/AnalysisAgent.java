package io.github.tracingboot.sample.analysis;

import io.github.tracingboot.annotation.Relation;
import io.github.tracingboot.sample.messaging.AnalysisResult;
import io.github.tracingboot.sample.messaging.Events;
import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.messaging.Quote;
import io.github.tracingboot.sample.work.AgentOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/**
 * Judges what was fetched for a query. Nobody waits for it, so it is no part of the
 * query's trace but has one of its own, linked to that one.
 */
@Component
class AnalysisAgent {

	private static final Logger log = LoggerFactory.getLogger(AnalysisAgent.class);

	private final Pipeline pipeline;

	private final Events events;

	AnalysisAgent(Pipeline pipeline, Events events) {
		this.pipeline = pipeline;
		this.events = events;
	}

	@RabbitListener(queues = "analysis_agent")
	@AgentOperation(value = "run_analysis_pipeline", relation = Relation.LINKED_ROOT)
	void on(MarketData data) {
		log.info("Analysing the data of query {}", data.id());
		Quote quote = this.pipeline.validate(data);
		double change = this.pipeline.change(quote);
		double spread = this.pipeline.spread(quote);
		String trend = this.pipeline.trend(change, spread);
		String summary = this.pipeline.summarize(quote, change, trend);
		this.events.publish("analysis.result", data.id(),
				new AnalysisResult(data.id(), quote, change, spread, trend, summary));
	}

}
