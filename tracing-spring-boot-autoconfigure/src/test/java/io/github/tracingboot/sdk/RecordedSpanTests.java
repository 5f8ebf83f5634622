package io.github.tracingboot.sdk;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/** What the comparison with the SDK's spans does not show. */
class RecordedSpanTests extends PipelineTest {

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
	void whatIsReadOfARunningSpanDoesNotChange() {
		AttributeKey<Long> count = AttributeKey.longKey("count");
		SpanContext linked = SpanContext.create(TraceId.fromLongs(1, 2), SpanId.fromLong(3), TraceFlags.getSampled(),
				TraceState.getDefault());
		RecordedSpan span = (RecordedSpan) this.tracer.spanBuilder("work").startSpan();
		span.setAttribute(count, 1L).addEvent("first").addLink(linked);
		SpanData soFar = span.toSpanData();
		Attributes attributes = span.getAttributes();
		List<EventData> events = span.getEvents();
		List<LinkData> links = span.getLinks();
		span.setAttribute(count, 2L).addEvent("second").addLink(linked);
		assertThat(span.getAttribute(count)).isEqualTo(2);
		span.end();
		assertThat(attributes.get(count)).isEqualTo(1);
		assertThat(events).hasSize(1);
		assertThat(links).hasSize(1);
		assertThat(soFar.getAttributes().get(count)).isEqualTo(1);
		assertThat(soFar.getEvents()).hasSize(1);
		assertThat(soFar.getLinks()).hasSize(1);
		assertThat(this.spans.take("work").getLinks()).hasSize(2);
	}

	@Test
	void whoReadsASpanThatHasEndedCannotChangeIt() {
		Span span = this.tracer.spanBuilder("work").startSpan();
		span.setAttribute("count", 1).addEvent("event").end();
		SpanData data = this.spans.take("work");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> data.getEvents().clear());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> data.getAttributes().asMap().clear());
	}

	@Test
	void whoReadsASpanThatHasEndedDoesNotWait() {
		RecordedSpan span = (RecordedSpan) this.tracer.spanBuilder("work").startSpan();
		span.setAttribute("count", 1).addEvent("event").end();
		this.spans.take("work");
		List<Method> getters = Arrays.stream(SpanData.class.getMethods())
			.filter((method) -> method.getParameterCount() == 0)
			.toList();
		assertThat(getters).hasSizeGreaterThan(15);
		synchronized (span) {
			for (Method getter : getters) {
				assertThat(CompletableFuture.runAsync(() -> ReflectionUtils.invokeMethod(getter, span)))
					.as(getter.getName())
					.succeedsWithin(Duration.ofSeconds(5));
			}
			assertThat(CompletableFuture.supplyAsync(() -> span.getAttribute(AttributeKey.longKey("count"))))
				.succeedsWithin(Duration.ofSeconds(5))
				.isEqualTo(1L);
		}
	}

	@Test
	@SuppressWarnings("NullAway") // What the SDK takes is taken.
	void anEndAtNoTimeIsNowAndOneWithoutAUnitIsInNanoseconds() {
		Instant before = Instant.now();
		this.tracer.spanBuilder("now").startSpan().end(0, TimeUnit.SECONDS);
		this.tracer.spanBuilder("then").startSpan().end(5, null);
		assertThat(instant(this.spans.take("now").getEndEpochNanos())).isCloseTo(before,
				within(Duration.ofMillis(500)));
		assertThat(this.spans.take("then").getEndEpochNanos()).isEqualTo(5);
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
