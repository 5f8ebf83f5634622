package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What samplers and processors are told of a span that starts. */
class PipelineSpanBuilderTests {

	private static final ContextKey<String> TENANT = ContextKey.named("tenant");

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("type");

	private final Recording recording = new Recording();

	private SpanPipeline pipeline(Sampler sampler) {
		return new SpanPipeline(Resource.empty(), SpanLimits.getDefault(), sampler, List.of(this.recording));
	}

	@Test
	void aCallerDecidesForTheSpansThatItCauses() {
		assertThat(startCalledBy(TraceFlags.getDefault(), Sampler.parentBased(Sampler.alwaysOn())).isRecording())
			.isFalse();
		assertThat(startCalledBy(TraceFlags.getSampled(), Sampler.parentBased(Sampler.alwaysOff())).isRecording())
			.isTrue();
	}

	private Span startCalledBy(TraceFlags flags, Sampler sampler) {
		Context caller = Context.root().with(Span.wrap(context(flags)));
		return pipeline(sampler).get("test").spanBuilder("work").setParent(caller).startSpan();
	}

	@Test
	void theSamplerIsToldWhatIsKnownOfTheSpan() {
		Asked sampler = new Asked(SamplingDecision.RECORD_AND_SAMPLE);
		SpanContext linked = context(TraceFlags.getSampled());
		Context caller = Context.root().with(TENANT, "acme");
		pipeline(sampler).get("test")
			.spanBuilder("work")
			.setParent(caller)
			.setSpanKind(SpanKind.CONSUMER)
			.setAllAttributes(Attributes.of(TYPE, "price"))
			.addLink(linked)
			.startSpan();
		assertThat(sampler.told).containsExactly(caller, "work", SpanKind.CONSUMER, Attributes.of(TYPE, "price"));
		assertThat(sampler.links).extracting(LinkData::getSpanContext).containsExactly(linked);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(sampler.links::clear);
	}

	@ParameterizedTest
	@EnumSource
	void theSamplerChangesTheTracesState(SamplingDecision decision) {
		Span span = pipeline(new Asked(decision)).get("test").spanBuilder("work").startSpan();
		assertThat(span.getSpanContext().getTraceState()).isEqualTo(Asked.STATE);
	}

	@Test
	void processorsAreGivenTheContextOfTheCaller() {
		Context caller = Context.root().with(TENANT, "acme");
		pipeline(Sampler.alwaysOn()).get("test").spanBuilder("work").setParent(caller).startSpan();
		assertThat(this.recording.parents).containsExactly(caller);
	}

	@Test
	void processorsAreToldNothingOfASpanThatIsDropped() {
		Span span = pipeline(Sampler.alwaysOff()).get("test").spanBuilder("work").startSpan();
		span.end();
		assertThat(span.getSpanContext().isValid()).isTrue();
		assertThat(span.getSpanContext().isSampled()).isFalse();
		assertThat(this.recording.parents).isEmpty();
	}

	@Test
	void aStartBefore1970IsNotTaken() {
		ReadWriteSpan span = (ReadWriteSpan) pipeline(Sampler.alwaysOn()).get("test")
			.spanBuilder("work")
			.setStartTimestamp(-1, TimeUnit.SECONDS)
			.startSpan();
		assertThat(span.toSpanData().getStartEpochNanos()).isPositive();
	}

	private static SpanContext context(TraceFlags flags) {
		return SpanContext.createFromRemoteParent(TraceId.fromLongs(1, 2), SpanId.fromLong(3), flags,
				TraceState.getDefault());
	}

	/** Remembers what it is asked and changes the trace's state. */
	private static final class Asked implements Sampler {

		private static final TraceState STATE = TraceState.builder().put("sampler", "1").build();

		private final SamplingDecision decision;

		private List<Object> told = List.of();

		private List<LinkData> links = List.of();

		Asked(SamplingDecision decision) {
			this.decision = decision;
		}

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			this.told = List.of(parent, name, kind, attributes);
			this.links = links;
			return new SamplingResult() {
				@Override
				public SamplingDecision getDecision() {
					return Asked.this.decision;
				}

				@Override
				public Attributes getAttributes() {
					return Attributes.empty();
				}

				@Override
				public TraceState getUpdatedTraceState(TraceState parentTraceState) {
					return STATE;
				}
			};
		}

		@Override
		public String getDescription() {
			return "asked";
		}

	}

	/** Remembers in which contexts spans started. */
	private static final class Recording extends CountingProcessor {

		private final List<Context> parents = new ArrayList<>();

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			this.parents.add(parent);
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

	}

}
