package io.github.tracingboot.sample.launcher;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.sample.collector.TraceCollector;
import io.github.tracingboot.sample.launcher.Api.Response;

import static org.assertj.core.api.Assertions.assertThat;

/** The times of the tree, with simulated work: the shortest of some runs. */
class TimedTreeIT {

	private static final int RUNS = 6;

	private static final Map<String, Integer> MILLIS = Map.of("POST /api/queries", 200, "process_query", 150,
			"nlp_processing", 50, "entity_extraction", 30, "intent_classification", 40, "fetch_data", 100,
			"get_block_height", 30, "get_price", 50, "cache_set", 5);

	private static final Duration EARLY = Duration.ofMillis(10);

	private static final Duration LATE = Duration.ofMillis(60);

	@Test
	void everySpanTakesAsLongAsItShould() throws Exception {
		try (AllAgents agents = AllAgents.start("--server.port=0")) {
			Api api = new Api(agents.url());
			Map<String, Long> shortest = new HashMap<>();
			for (int run = 0; run < RUNS; run++) {
				Response query = api.ask("What is the price of ZEC at Kraken?", "Prefer", "wait");
				ExpectedTree.assertCollapsed(api.tree(query, "collapsed"));
				spans(agents, query).forEach((span) -> shortest.merge(span.getName(),
						span.getEndEpochNanos() - span.getStartEpochNanos(), Math::min));
			}
			MILLIS.forEach((name, millis) -> assertThat(Duration.ofNanos(shortest.getOrDefault(name, 0L))).as(name)
				.isBetween(Duration.ofMillis(millis).minus(EARLY), Duration.ofMillis(millis).plus(LATE)));
		}
	}

	private static List<SpanData> spans(AllAgents agents, Response query) {
		return agents.context(Agent.CHIMERA_API).getBean(TraceCollector.class).spans(query.text("traceId"));
	}

}
