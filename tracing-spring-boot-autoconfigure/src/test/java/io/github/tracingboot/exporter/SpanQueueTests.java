package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpanQueueTests {

	private final Tracer tracer = SdkTracerProvider.builder().build().get("test");

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 8, 1000 })
	void itHoldsExactlyAsManySpansAsItMay(int capacity) {
		SpanQueue queue = new SpanQueue(capacity);
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < capacity; i++) {
				assertThat(queue.offer(span("x"))).isEqualTo((long) round * capacity + i);
			}
			assertThat(queue.offer(span("x"))).isEqualTo(SpanQueue.FULL);
			assertThat(queue.size()).isEqualTo(capacity);
			assertThat(queue.take(capacity + 1)).hasSize(capacity);
			assertThat(queue.size()).isZero();
		}
		assertThat(queue.taken()).isEqualTo(3L * capacity).isEqualTo(queue.added());
	}

	@Test
	void spansComeOutInOrderAndNoMoreThanAsked() {
		SpanQueue queue = new SpanQueue(8);
		List<ReadableSpan> spans = List.of(span("a"), span("b"), span("c"));
		spans.forEach(queue::offer);
		assertThat(queue.take(2)).isEqualTo(spans.subList(0, 2));
		assertThat(queue.take(2)).isEqualTo(spans.subList(2, 3));
		assertThat(queue.take(2)).isEmpty();
	}

	@Test
	void afterClosingWhatIsThereComesOutAndNothingGoesIn() {
		SpanQueue queue = new SpanQueue(8);
		queue.offer(span("a"));
		assertThat(queue.isClosed()).isFalse();
		queue.close();
		queue.close();
		assertThat(queue.isClosed()).isTrue();
		assertThat(queue.offer(span("b"))).isEqualTo(SpanQueue.CLOSED);
		assertThat(queue.size()).isOne();
		assertThat(queue.take(8)).hasSize(1);
	}

	@Test
	void noSpanIsLostOrSeenTwiceBetweenThreadsAndAClose() throws InterruptedException {
		SpanQueue queue = new SpanQueue(100);
		AtomicInteger accepted = new AtomicInteger();
		Map<ReadableSpan, Boolean> seen = new ConcurrentHashMap<>();
		int threads = 4;
		CountDownLatch working = new CountDownLatch(threads);
		List<Thread> producers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			producers.add(new Thread(() -> {
				for (long position = 0; position != SpanQueue.CLOSED;) {
					position = queue.offer(span("x"));
					if (position >= 0 && accepted.incrementAndGet() == 20_000) {
						queue.close();
					}
				}
				working.countDown();
			}));
		}
		producers.forEach(Thread::start);
		while (working.getCount() > 0 || queue.size() > 0) {
			queue.take(7).forEach((span) -> assertThat(seen.put(span, true)).isNull());
		}
		assertThat(seen).hasSize(accepted.get()).hasSizeGreaterThanOrEqualTo(20_000);
		for (Thread producer : producers) {
			producer.join();
		}
	}

	private ReadableSpan span(String name) {
		return (ReadableSpan) this.tracer.spanBuilder(name).startSpan();
	}

}
