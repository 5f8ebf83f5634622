package io.github.tracingboot.sample.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tracingboot.sample.collector.TraceCollector;
import io.github.tracingboot.sample.launcher.ScenarioRun.Outcome;
import io.github.tracingboot.sample.launcher.ScenarioRun.Traces;

import static org.assertj.core.api.Assertions.assertThat;

/** What no tree shows: baggage, events and links of the scenarios, on each broker. */
@ParameterizedClass
@MethodSource("io.github.tracingboot.sample.launcher.TestBroker#all")
@TestInstance(Lifecycle.PER_CLASS)
class TopologyIT {

	@Parameter
	private List<String> brokerArguments = List.of();

	@Test
	void baggageIsOnEverySpanOfEveryAgent() throws Exception {
		Traces traces = run("price").get(0);
		List<SpanData> spans = spans(traces).toList();
		String id = spans.get(0).getAttributes().get(AttributeKey.stringKey("job.id"));
		assertThat(id).isNotNull();
		assertThat(spans).hasSizeGreaterThan(20).allSatisfy((span) -> {
			assertThat(span.getAttributes().get(AttributeKey.stringKey("job.id"))).as(span.getName()).isEqualTo(id);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("node.id"))).isEqualTo("chimera-api-1");
		});
	}

	@Test
	void retriesAreEventsWithTheirAttempt() throws Exception {
		SpanData fetching = named(run("retry").get(0), "fetch_data");
		assertThat(fetching.getEvents()).extracting(EventData::getName)
			.containsExactly("external_api.retry", "external_api.retry");
		assertThat(fetching.getEvents().stream().map(EventData::getAttributes))
			.extracting((event) -> event.get(AttributeKey.longKey("attempt")))
			.containsExactly(2L, 3L);
	}

	@Test
	void theCacheSaysWhetherItKnew() throws Exception {
		AllAgents agents = agents();
		Api api = new Api(agents.url());
		api.ask("Tell me about ETH at Gemini", "Prefer", "wait");
		assertThat(agents.context(Agent.CHIMERA_API)
			.getBean(TraceCollector.class)
			.await((span) -> span.getName().equals("cache_get")
					&& span.getEvents().stream().anyMatch((event) -> event.getName().equals("cache.miss")),
					Duration.ofSeconds(10)))
			.isPresent();
		api.ask("Tell me about ETH at Gemini", "Prefer", "wait");
		assertThat(agents.context(Agent.CHIMERA_API)
			.getBean(TraceCollector.class)
			.await((span) -> span.getName().equals("cache_get")
					&& span.getEvents().stream().anyMatch((event) -> event.getName().equals("cache.hit")),
					Duration.ofSeconds(10)))
			.isPresent();
	}

	@Test
	void aPoisonedMessageIsTriedThreeTimes() throws Exception {
		SpanData failed = named(run("poison").get(0), "process chimera.events:analysis.request:analysis_agent");
		assertThat(failed.getEvents()).extracting(EventData::getName)
			.filteredOn((name) -> name.equals("attempt failed"))
			.hasSize(3);
	}

	@Test
	void aCancelledQueryIsNotWaitedFor() throws Exception {
		List<Traces> traces = run("cancelled");
		assertThat(named(traces.get(0), "process_query").getEvents()).extracting(EventData::getName)
			.containsExactly("query.cancelled");
		SpanData cancelling = named(traces.get(1), "cancel_query");
		assertThat(cancelling.getAttributes().get(AttributeKey.stringKey("job.id"))).isNotNull();
	}

	@Test
	void anAlertLinksToTheRunThatRaisedIt() throws Exception {
		Traces traces = run("monitoring").get(1);
		SpanContext raised = named(traces, "send chimera.events:monitoring.alert").getSpanContext();
		assertThat(named(traces, "receive_alert").getLinks()).extracting(LinkData::getSpanContext)
			.extracting(SpanContext::getSpanId)
			.containsExactly(raised.getSpanId());
	}

	private AllAgents agents() {
		return SharedAgents.on(this.brokerArguments);
	}

	private List<Traces> run(String scenario) throws Exception {
		return new ScenarioRun(agents().url()).of(scenario)
			.stream()
			.map(Outcome::traces)
			.map(Objects::requireNonNull)
			.toList();
	}

	private Stream<SpanData> spans(Traces traces) {
		TraceCollector collector = agents().context(Agent.CHIMERA_API).getBean(TraceCollector.class);
		return Stream.concat(Stream.of(traces.trace()), traces.linked().stream())
			.flatMap((trace) -> collector.spans(trace.traceId()).stream());
	}

	private SpanData named(Traces traces, String name) {
		TraceCollector collector = agents().context(Agent.CHIMERA_API).getBean(TraceCollector.class);
		String traceId = traces.trace().traceId();
		// A trace that is quiet is not always over.
		return collector
			.await((span) -> span.getName().equals(name)
					&& (span.getTraceId().equals(traceId) || collector.linkedTo(traceId).contains(span.getTraceId())),
					Duration.ofSeconds(20))
			.orElseThrow();
	}

	@Test
	void aDeadLetterLinksToTheSpanThatFailedWhereTheBrokerTellsOfIt() throws Exception {
		Traces traces = run("poison").get(0);
		SpanData buried = named(traces, "bury_dead_letter");
		List<SpanContext> linked = buried.getLinks().stream().map(LinkData::getSpanContext).toList();
		if (this.brokerArguments.isEmpty()) {
			assertThat(linked).isEmpty();
			return;
		}
		// What failed has a trace of its own, which links to the one of the query.
		TraceCollector collector = agents().context(Agent.CHIMERA_API).getBean(TraceCollector.class);
		assertThat(linked).singleElement().satisfies((failed) -> {
			// Its agent sends on its own, perhaps later.
			assertThat(collector.await((span) -> span.getSpanId().equals(failed.getSpanId()), Duration.ofSeconds(20)))
				.get()
				.extracting((span) -> span.getStatus().getStatusCode())
				.isEqualTo(StatusCode.ERROR);
			assertThat(collector.linkedTo(traces.trace().traceId())).contains(failed.getTraceId());
		});
	}

}
