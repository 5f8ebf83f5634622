package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The ids of spans, and what goes along with them. */
class LocalSpanContextTests extends PipelineTest {

	@Test
	void idsAreValidAndNoTwoAreTheSame() {
		Set<String> traces = new HashSet<>();
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			Span span = this.tracer.spanBuilder("work").startSpan();
			span.end();
			SpanContext context = span.getSpanContext();
			assertThat(TraceId.isValid(context.getTraceId()) && SpanId.isValid(context.getSpanId())).isTrue();
			traces.add(context.getTraceId());
			ids.add(context.getSpanId());
		}
		assertThat(traces).hasSize(10_000);
		assertThat(ids).hasSize(10_000);
		this.spans.dropEnded("work");
	}

	@Test
	void idsAreHexadecimalDigits() {
		for (long value : LongStream.concat(LongStream.of(0, 1, -1, 0x0123456789abcdefL), new Random(1).longs(10_000))
			.toArray()) {
			assertThat(SpanIds.text(value)).isEqualTo(SpanId.fromLong(value));
			assertThat(SpanIds.text(value, ~value)).isEqualTo(TraceId.fromLongs(value, ~value));
		}
	}

	@Test
	void aTraceHasOneIdWhoeverAsksForItFirst() {
		for (Sampler sampler : List.of(Sampler.alwaysOn(), Sampler.traceIdRatioBased(0.99999999))) {
			Tracer tracer = new SpanPipeline(Resource.empty(), SpanLimits.getDefault(), sampler, List.of(this.spans))
				.get("test");
			Span root = tracer.spanBuilder("root").startSpan();
			Span child = tracer.spanBuilder("child").setParent(Context.root().with(root)).startSpan();
			String traceId = child.getSpanContext().getTraceId();
			child.end();
			root.end();
			assertThat(root.getSpanContext().getTraceId()).isEqualTo(traceId);
			assertThat(this.spans.take("child").getParentSpanId()).isEqualTo(this.spans.take("root").getSpanId());
		}
	}

	@Test
	void aSamplerThatMayReadTheTracesIdIsGivenIt() {
		List<String> seen = new ArrayList<>();
		Sampler users = new Sampler() {
			@Override
			public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
					Attributes attributes, List<LinkData> links) {
				seen.add(traceId);
				return SamplingResult.recordAndSample();
			}

			@Override
			public String getDescription() {
				return "AlwaysOnSampler";
			}
		};
		for (Sampler sampler : List.of(users, new GuardedSampler(users), Sampler.parentBased(users))) {
			Span span = new SpanPipeline(Resource.empty(), SpanLimits.getDefault(), sampler, List.of()).get("test")
				.spanBuilder("work")
				.startSpan();
			assertThat(seen).last().isEqualTo(span.getSpanContext().getTraceId());
		}
		assertThat(seen).hasSize(3);
	}

	@Test
	void theFlagOfARandomIdAndTheStateOfOthersGoOn() {
		SpanContext caller = SpanContext.createFromRemoteParent(TraceId.fromLongs(1, 2), SpanId.fromLong(3),
				TraceFlags.fromByte((byte) 3), TraceState.builder().put("vendor", "1").build());
		Span span = this.tracer.spanBuilder("work").setParent(Context.root().with(Span.wrap(caller))).startSpan();
		span.end();
		assertThat(span.getSpanContext().getTraceFlags().asByte()).isEqualTo((byte) 3);
		assertThat(span.getSpanContext().getTraceState()).isEqualTo(caller.getTraceState());
		this.spans.take("work");
	}

	@Test
	void itsContextEqualsOneOfTheSameContent() {
		Span span = this.tracer.spanBuilder("work").startSpan();
		span.end();
		this.spans.take("work");
		SpanContext context = span.getSpanContext();
		String trace = context.getTraceId();
		String id = context.getSpanId();
		TraceFlags flags = context.getTraceFlags();
		TraceState state = context.getTraceState();
		assertThat(context).isEqualTo(SpanContext.create(trace, id, flags, state))
			.isNotEqualTo(SpanContext.createFromRemoteParent(trace, id, flags, state))
			.isNotEqualTo(SpanContext.create(TraceId.fromLongs(1, 2), id, flags, state))
			.isNotEqualTo(SpanContext.create(trace, SpanId.fromLong(3), flags, state))
			.isNotEqualTo(SpanContext.create(trace, id, TraceFlags.getDefault(), state))
			.isNotEqualTo(SpanContext.create(trace, id, flags, TraceState.builder().put("vendor", "1").build()));
	}

}
