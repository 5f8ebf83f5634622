package io.github.tracingboot.sdk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What the comparison with the SDK's spans does not show. */
class RecordedSpanTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final SpanPipeline pipeline = pipeline(SpanLimits.getDefault());

	private final Tracer tracer = this.pipeline.get("test");

	private SpanPipeline pipeline(SpanLimits limits) {
		return new SpanPipeline(Resource.empty(), limits, Sampler.parentBased(Sampler.alwaysOn()), List.of(this.spans));
	}

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
	void aChildIsOfTheTraceOfTheCurrentSpan() {
		Span parent = this.tracer.spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			this.tracer.spanBuilder("child").startSpan().end();
		}
		parent.end();
		SpanData child = this.spans.take("child");
		assertThat(child.getParentSpanContext()).isEqualTo(parent.getSpanContext());
		assertThat(child.getTraceId()).isEqualTo(parent.getSpanContext().getTraceId());
		assertThat(this.spans.take("parent").getParentSpanContext().isValid()).isFalse();
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
		SpanContext context = span.getSpanContext();
		Span another = this.tracer.spanBuilder("another").startSpan();
		another.end();
		this.spans.take("another");
		assertThat(context).isNotEqualTo(another.getSpanContext());
		assertThat(context).isEqualTo(SpanContext.create(context.getTraceId(), context.getSpanId(),
				context.getTraceFlags(), context.getTraceState()));
		assertThat(context).isNotEqualTo(SpanContext.createFromRemoteParent(context.getTraceId(), context.getSpanId(),
				context.getTraceFlags(), context.getTraceState()));
		this.spans.take("work");
	}

	@Test
	void timesAreOfNowAndInOrder() {
		Instant before = Instant.now();
		Span parent = this.tracer.spanBuilder("parent").startSpan();
		Span child = this.tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
		child.addEvent("event");
		child.end();
		parent.end();
		SpanData outer = this.spans.take("parent");
		SpanData inner = this.spans.take("child");
		assertThat(instant(outer.getStartEpochNanos())).isCloseTo(before, within(Duration.ofMillis(500)));
		assertThat(List.of(outer.getStartEpochNanos(), inner.getStartEpochNanos(),
				inner.getEvents().get(0).getEpochNanos(), inner.getEndEpochNanos(), outer.getEndEpochNanos()))
			.isSorted();
		assertThat(((ReadWriteSpan) child).getLatencyNanos())
			.isEqualTo(inner.getEndEpochNanos() - inner.getStartEpochNanos());
	}

	@Test
	void aRunningSpanTellsHowLongItHasRun() {
		ReadWriteSpan span = (ReadWriteSpan) this.tracer.spanBuilder("work").startSpan();
		long first = span.getLatencyNanos();
		assertThat(first).isNotNegative();
		assertThat(span.getLatencyNanos()).isGreaterThanOrEqualTo(first);
		span.end();
		this.spans.take("work");
	}

	@Test
	void threadsMaySetAttributesAtOnce() throws InterruptedException {
		Span span = this.tracer.spanBuilder("work").startSpan();
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = IntStream.range(0, 8).mapToObj((number) -> new Thread(() -> {
			try {
				start.await();
			}
			catch (InterruptedException ex) {
				return;
			}
			for (int i = 0; i < 16; i++) {
				span.setAttribute(number + "." + i, i).addEvent("event");
			}
		})).toList();
		threads.forEach(Thread::start);
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		span.end();
		SpanData data = this.spans.take("work");
		assertThat(data.getAttributes().asMap()).hasSize(128);
		assertThat(data.getTotalAttributeCount()).isEqualTo(128);
		assertThat(data.getEvents()).hasSize(128);
	}

	@Test
	void manyAttributesAreFoundAgain() {
		Tracer tracer = pipeline(SpanLimits.builder().setMaxNumberOfAttributes(100_000).build()).get("test");
		ReadWriteSpan span = (ReadWriteSpan) tracer.spanBuilder("work").startSpan();
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 50_000; i++) {
				span.setAttribute("key." + i, i + round);
			}
		}
		SpanData soFar = span.toSpanData();
		span.setAttribute("key.0", -1);
		span.end();
		Attributes attributes = this.spans.take("work").getAttributes();
		assertThat(attributes.size()).isEqualTo(50_000);
		assertThat(attributes.get(AttributeKey.longKey("key.49999"))).isEqualTo(50_000);
		assertThat(attributes.get(AttributeKey.stringKey("key.49999"))).isNull();
		assertThat(soFar.getAttributes().get(AttributeKey.longKey("key.0"))).isEqualTo(1);
	}

	@Test
	void attributesThatSeveralSpansStartWithAreNotChanged() {
		Attributes given = Attributes.of(AttributeKey.stringKey("system"), "rabbitmq");
		for (int i = 0; i < 2; i++) {
			Span span = this.tracer.spanBuilder("work").setAllAttributes(given).startSpan();
			span.setAttribute("number", i).end();
			assertThat(this.spans.take("work").getAttributes()).isEqualTo(given.toBuilder().put("number", i).build());
		}
		assertThat(given.size()).isEqualTo(1);
	}

	@Test
	void attributesEqualOthersOfTheSameContent() {
		SpanAttributes attributes = new SpanAttributes(10, Integer.MAX_VALUE);
		attributes.put(AttributeKey.stringKey("b"), "1");
		attributes.put(AttributeKey.stringKey("a"), "2");
		Attributes same = Attributes.of(AttributeKey.stringKey("a"), "2", AttributeKey.stringKey("b"), "1");
		assertThat(attributes).isEqualTo(same).isEqualTo(new SpanAttributes(attributes));
		assertThat(attributes).hasSameHashCodeAs(new SpanAttributes(attributes)).isNotEqualTo(Attributes.empty());
		assertThat(attributes.toBuilder().build()).isEqualTo(same);
		List<String> order = new ArrayList<>();
		attributes.forEach((key, value) -> order.add(key.getKey()));
		assertThat(order).containsExactly("b", "a");
	}

	@Test
	void lengthsWithinStructuredValuesAreLimitedToo() {
		Value<?> value = Value.of(KeyValue.of("text", Value.of("12345")),
				KeyValue.of("list", Value.of(Value.of("12345"), Value.of(12345))),
				KeyValue.of("bytes", Value.of(new byte[] { 1, 2, 3, 4 })));
		assertThat(ValueLimit.apply(value, 3)).isEqualTo(Value.of(KeyValue.of("text", Value.of("123")),
				KeyValue.of("list", Value.of(Value.of("123"), Value.of(12345))),
				KeyValue.of("bytes", Value.of(new byte[] { 1, 2, 3 }))));
		assertThat(ValueLimit.apply(value, 5)).isEqualTo(value);
		assertThat(ValueLimit.apply(value, Integer.MAX_VALUE)).isSameAs(value);
	}

	@Test
	void whatALinkHasLostIsCountedHoweverLateItCame() {
		Tracer tracer = pipeline(SpanLimits.builder().setMaxNumberOfAttributesPerLink(1).build()).get("test");
		SpanContext linked = SpanContext.create(TraceId.fromLongs(1, 2), SpanId.fromLong(3), TraceFlags.getSampled(),
				TraceState.getDefault());
		Attributes two = Attributes.of(AttributeKey.longKey("a"), 1L, AttributeKey.longKey("b"), 2L);
		Span span = tracer.spanBuilder("work").addLink(linked, two).startSpan();
		span.addLink(linked, two).end();
		assertThat(this.spans.take("work").getLinks()).hasSize(2).allSatisfy((link) -> {
			assertThat(link.getAttributes().size()).isEqualTo(1);
			assertThat(link.getTotalAttributeCount()).isEqualTo(2);
		});
	}

	@Test
	void anExceptionThatCannotBeDescribedLeavesTheSpanUsable() {
		Span span = this.tracer.spanBuilder("work").startSpan();
		try {
			span.recordException(new RuntimeException() {
				@Override
				public String getMessage() {
					throw new IllegalStateException("no message");
				}
			});
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessage("no message");
		}
		span.setAttribute("still", true).end();
		assertThat(this.spans.take("work").getAttributes().asMap()).hasSize(1);
	}

	@Test
	void whenThePipelineHasStoppedNothingIsRecorded() {
		this.pipeline.stop();
		Span caller = Span.wrap(SpanContext.create(TraceId.fromLongs(1, 2), SpanId.fromLong(3), TraceFlags.getSampled(),
				TraceState.getDefault()));
		Span span = this.tracer.spanBuilder("work").setParent(Context.root().with(caller)).startSpan();
		assertThat(span.isRecording()).isFalse();
		assertThat(span.getSpanContext()).as("context of the caller").isEqualTo(caller.getSpanContext());
	}

	private static Instant instant(long epochNanos) {
		return Instant.ofEpochSecond(0, epochNanos);
	}

}
