package io.github.tracingboot.sdk;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is done to a span, its data are those that the SDK's span has. The calls are
 * random, from fixed seeds, and made on both.
 */
class SdkEquivalenceTests {

	private static final int SEQUENCES = 3000;

	private static final List<SamplingDecision> DECISIONS = List.of(SamplingDecision.values());

	private final Resource resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "orders"));

	static List<SpanLimits> limits() {
		return List.of(SpanLimits.getDefault(),
				SpanLimits.builder()
					.setMaxNumberOfAttributes(2)
					.setMaxNumberOfEvents(2)
					.setMaxNumberOfLinks(1)
					.setMaxNumberOfAttributesPerEvent(1)
					.setMaxNumberOfAttributesPerLink(1)
					.setMaxAttributeValueLength(5)
					.build(),
				SpanLimits.builder()
					.setMaxNumberOfAttributes(0)
					.setMaxNumberOfEvents(0)
					.setMaxNumberOfLinks(0)
					.setMaxNumberOfAttributesPerEvent(0)
					.setMaxNumberOfAttributesPerLink(0)
					.setMaxAttributeValueLength(0)
					.build());
	}

	@ParameterizedTest
	@MethodSource("limits")
	void allCallsHaveTheSameEffect(SpanLimits limits) {
		for (int seed = 0; seed < SEQUENCES; seed++) {
			Recorder ours = new Recorder();
			Recorder theirs = new Recorder();
			RandomSpanCalls.make(new SpanPipeline(this.resource, limits, sampler(seed), List.of(ours.processor())),
					seed);
			SdkTracerProvider sdk = SdkTracerProvider.builder()
				.setResource(this.resource)
				.setSpanLimits(limits)
				.setSampler(sampler(seed))
				.addSpanProcessor(theirs.processor())
				.build();
			RandomSpanCalls.make(sdk, seed);
			assertThat(ours.seen()).as("seed %s, %s", seed, limits).isEqualTo(theirs.seen());
		}
	}

	@Test
	void tracersTellTheirInstrumentation() {
		SdkTracerProvider sdk = SdkTracerProvider.builder().build();
		SpanPipeline ours = new SpanPipeline(this.resource, SpanLimits.getDefault(), Sampler.alwaysOn(), List.of());
		for (TracerProvider provider : List.of(sdk, ours)) {
			assertThat(scope(provider.get(""))).hasToString(scope(sdk.get("")).toString());
			assertThat(scope(provider.get("a", "1"))).hasToString(scope(sdk.get("a", "1")).toString());
			Tracer full = provider.tracerBuilder("a").setInstrumentationVersion("1").setSchemaUrl("http://s").build();
			assertThat(scope(full).toString()).contains("name=a", "version=1", "schemaUrl=http://s");
			assertThat(((ReadWriteSpan) full.spanBuilder(" ").startSpan()).getName())
				.isEqualTo("<unspecified span name>");
		}
	}

	private static Object scope(Tracer tracer) {
		return ((ReadWriteSpan) tracer.spanBuilder("work").startSpan()).getInstrumentationScopeInfo();
	}

	/** Each third trace is refused, each third recorded and not sent. */
	private static Sampler sampler(int seed) {
		return new Sampler() {
			@Override
			public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
					Attributes attributes, List<LinkData> links) {
				SamplingDecision decision = DECISIONS.get((seed / 7 + attributes.size() + links.size()) % 3);
				Attributes more = (seed % 2 == 0) ? Attributes.empty()
						: Attributes.of(AttributeKey.stringKey("sampler"), "test");
				return SamplingResult.create(decision, more);
			}

			@Override
			public String getDescription() {
				return "test";
			}
		};
	}

	/** What a processor and an exporter see of the spans. */
	private static final class Recorder {

		private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

		private final SpanProcessor processor = SpanProcessor.composite(SimpleSpanProcessor.create(this.exporter),
				SimpleSpanProcessor.builder(this.exporter).setExportUnsampledSpans(true).build());

		SpanProcessor processor() {
			return this.processor;
		}

		List<String> seen() {
			return this.exporter.getFinishedSpanItems().stream().map(SpanText::of).toList();
		}

	}

}
