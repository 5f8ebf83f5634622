package io.github.tracingboot.sample.collector;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraceCollectorTests {

	private static final Duration SHORT = Duration.ofMillis(400);

	private static final Duration LONG = Duration.ofSeconds(20);

	private final Tracer tracer = SdkTracerProvider.builder().build().get("test");

	private final TraceCollector collector = new TraceCollector();

	@Test
	void waitsForTheRootAndForEveryParent() throws Exception {
		Span root = this.tracer.spanBuilder("root").startSpan();
		Span middle = child("middle", root);
		Span leaf = child("leaf", middle);
		export(leaf);
		CompletableFuture<List<SpanData>> waiting = CompletableFuture
			.supplyAsync(() -> this.collector.await(root.getSpanContext(), LONG));
		export(root);
		assertThat(this.collector.await(root.getSpanContext(), SHORT)).hasSize(2);
		assertThat(waiting).isNotDone();
		export(middle);
		assertThat(waiting.get(10, TimeUnit.SECONDS)).extracting(SpanData::getName)
			.containsExactly("leaf", "root", "middle");
	}

	@Test
	void givesWhatIsThereWhenTheTimeIsUp() {
		Span root = this.tracer.spanBuilder("root").startSpan();
		assertThat(this.collector.await(root.getSpanContext(), Duration.ofMillis(1))).isEmpty();
		export(child("child", root));
		assertThat(this.collector.await(root.getSpanContext(), Duration.ofMillis(1))).hasSize(1);
	}

	@Test
	void doesNotWaitForACallerThatIsTracedElsewhere() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		Span root = child("root", caller);
		export(root);
		long start = System.nanoTime();
		assertThat(this.collector.await(root.getSpanContext(), LONG)).hasSize(1);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
	}

	@Test
	void forgetsTheOldestTraces() {
		Span first = this.tracer.spanBuilder("first").startSpan();
		export(first);
		for (int i = 0; i < 500; i++) {
			export(this.tracer.spanBuilder("later").startSpan());
		}
		assertThat(this.collector.spans(first.getSpanContext().getTraceId())).isEmpty();
	}

	@Test
	void keepsSoManySpansOfATraceAndNoMore() {
		Span root = this.tracer.spanBuilder("root").startSpan();
		for (int i = 0; i < 1_100; i++) {
			export(child("child", root));
		}
		assertThat(this.collector.spans(root.getSpanContext().getTraceId())).hasSize(1_000);
	}

	private Span child(String name, Span parent) {
		return this.tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	private void export(Span span) {
		span.end();
		this.collector.export(List.of(((ReadableSpan) span).toSpanData()));
	}

}
