package io.github.tracingboot.observation;

import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** What a span tells of its observation. */
class ObservationSpansContentTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final RememberingSampler sampler = new RememberingSampler();

	private final TestTracing tracing = new TestTracing(this.spans, this.sampler);

	private final ObservationRegistry registry = this.tracing.registry;

	@Test
	void samplerSeesNameKindAndLowCardinalityValues() {
		SenderContext<Map<String, String>> sender = TestTracing.sender(Kind.CLIENT);
		sender.setRemoteServiceName("stock");
		sender.setRemoteServiceAddress("http://stock.local:8080");
		Observation.createNotStarted("look", () -> sender, this.registry)
			.contextualName("look into stock")
			.lowCardinalityKeyValue("shelf", "left")
			.start()
			.stop();
		assertThat(this.sampler.name).isEqualTo("look into stock");
		assertThat(this.sampler.kind).isEqualTo(SpanKind.CLIENT);
		assertThat(this.sampler.attributes).isEqualTo(Attributes.builder()
			.put("shelf", "left")
			.put("peer.service", "stock")
			.put("server.address", "stock.local")
			.put("server.port", 8080)
			.build());
		this.spans.take("look into stock");
	}

	@Test
	void whatIsKnownLateIsOnTheSpanInTheEnd() {
		Observation observation = Observation.start("ask", this.registry);
		observation.contextualName("ask oracle")
			.lowCardinalityKeyValue("outcome", "good")
			.highCardinalityKeyValue("question", "6 times 9")
			.lowCardinalityKeyValue("error", "none");
		observation.stop();
		assertThat(this.spans.take("ask oracle").getAttributes().toBuilder().build()).isEqualTo(Attributes
			.of(AttributeKey.stringKey("outcome"), "good", AttributeKey.stringKey("question"), "6 times 9"));
	}

	@Test
	void theConventionNamesTheSpan() {
		Observation.start(new Convention(), Observation.Context::new, this.registry).stop();
		assertThat(this.sampler.name).isEqualTo("by.convention");
		assertThat(this.sampler.attributes).isEqualTo(Attributes.of(AttributeKey.stringKey("low"), "1"));
		assertThat(this.spans.take("contextual by convention").getAttributes().asMap()).hasSize(2);
	}

	@Test
	void aNameGivenMeanwhileStays() {
		Observation observation = Observation.start("ask", this.registry);
		observation.scoped(() -> Span.current().updateName("mine"));
		observation.contextualName("ask oracle").stop();
		this.spans.take("mine");
	}

	@Test
	void valuesHaveTheTypesOfTheConventions() {
		Observation.start("chat", this.registry)
			.lowCardinalityKeyValues(KeyValues.of("gen_ai.request.temperature", "0.7", "gen_ai.request.max_tokens",
					"none", "messaging.destination.anonymous", "true"))
			.highCardinalityKeyValue("gen_ai.usage.input_tokens", "42")
			.highCardinalityKeyValue("order", "7")
			.stop();
		assertThat(this.spans.take("chat").getAttributes().toBuilder().build()).isEqualTo(Attributes.builder()
			.put("gen_ai.request.temperature", 0.7)
			.put("messaging.destination.anonymous", true)
			.put("gen_ai.usage.input_tokens", 42)
			.put("order", "7")
			.build());
	}

	@Test
	void eventsAreKept() {
		Observation observation = Observation.start("wait", this.registry);
		observation.event(Observation.Event.of("woken", "woken by bell", 1_700_000_000_000L));
		observation.event(Observation.Event.of("slept"));
		observation.stop();
		SpanData span = this.spans.take("wait");
		assertThat(span.getEvents()).extracting("name").containsExactly("woken by bell", "slept");
		assertThat(span.getEvents().get(0).getEpochNanos()).isEqualTo(1_700_000_000_000_000_000L);
	}

	@Test
	void anErrorIsRecordedOnceOnItsWayUp() {
		IllegalStateException error = new IllegalStateException("broken");
		Observation outer = Observation.start("outer", this.registry);
		try (Observation.Scope scope = outer.openScope()) {
			Observation.start("inner", this.registry).error(error).stop();
		}
		outer.error(error).stop();
		for (String name : List.of("inner", "outer")) {
			SpanData span = this.spans.take(name);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
				.isEqualTo("java.lang.IllegalStateException");
			assertThat(span.getEvents()).hasSize(name.equals("inner") ? 1 : 0);
		}
	}

	private static final class Convention implements ObservationConvention<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public String getName() {
			return "by.convention";
		}

		@Override
		public String getContextualName(Observation.Context context) {
			return "contextual by convention";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(Observation.Context context) {
			return KeyValues.of("low", "1");
		}

		@Override
		public KeyValues getHighCardinalityKeyValues(Observation.Context context) {
			return KeyValues.of("high", "2");
		}

	}

	private static final class RememberingSampler implements Sampler {

		private String name = "";

		private SpanKind kind = SpanKind.INTERNAL;

		private Attributes attributes = Attributes.empty();

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			this.name = name;
			this.kind = kind;
			this.attributes = attributes.toBuilder().build();
			return SamplingResult.recordAndSample();
		}

		@Override
		public String getDescription() {
			return "remembering";
		}

	}

}
