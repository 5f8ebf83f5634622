package io.github.tracingboot.sample.collector;

import java.time.Duration;
import java.util.ArrayList;
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
		CompletableFuture<List<SpanData>> waiting = CompletableFuture.supplyAsync(() -> await(root, LONG));
		export(root);
		assertThat(await(root, SHORT)).hasSize(2);
		assertThat(waiting).isNotDone();
		export(middle);
		assertThat(waiting.get(10, TimeUnit.SECONDS)).extracting(SpanData::getName)
			.containsExactly("leaf", "root", "middle");
	}

	@Test
	void givesWhatIsThereWhenTheTimeIsUp() {
		Span root = this.tracer.spanBuilder("root").startSpan();
		assertThat(await(root, Duration.ofMillis(1))).isEmpty();
		export(child("child", root));
		assertThat(await(root, Duration.ofMillis(1))).hasSize(1);
	}

	@Test
	void doesNotWaitForACallerThatIsTracedElsewhere() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		Span root = child("root", caller);
		export(root);
		long start = System.nanoTime();
		assertThat(await(root, LONG)).hasSize(1);
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

	@Test
	void aTraceThatLinksIsFoundAndWaitedFor() {
		Span first = this.tracer.spanBuilder("first").startSpan();
		export(first);
		Span second = this.tracer.spanBuilder("second").setNoParent().addLink(first.getSpanContext()).startSpan();
		Span late = child("late", second);
		export(late);
		assertThat(this.collector.linkedTo(traceId(first))).isEmpty();
		export(second);
		assertThat(this.collector.awaitWithLinked(traceId(first), "", LONG)).isTrue();
		assertThat(this.collector.linkedTo(traceId(first))).containsExactly(traceId(second));
		Span third = this.tracer.spanBuilder("third").setNoParent().addLink(first.getSpanContext()).startSpan();
		Span half = this.tracer.spanBuilder("half")
			.setParent(Context.root().with(third))
			.addLink(first.getSpanContext())
			.startSpan();
		export(half);
		assertThat(this.collector.awaitWithLinked(traceId(first), "", SHORT)).isFalse();
	}

	@Test
	void whoeverListensHearsOfEverySpanUntilHeStops() {
		List<String> heard = new ArrayList<>();
		Runnable end = this.collector.listen((span) -> heard.add(span.getName()));
		export(this.tracer.spanBuilder("one").startSpan());
		end.run();
		export(this.tracer.spanBuilder("two").startSpan());
		assertThat(heard).containsExactly("one");
	}

	private List<SpanData> await(Span root, Duration timeout) {
		return this.collector.await(traceId(root), root.getSpanContext().getSpanId(), timeout);
	}

	private static String traceId(Span span) {
		return span.getSpanContext().getTraceId();
	}

	private Span child(String name, Span parent) {
		return this.tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
	}

	private void export(Span span) {
		span.end();
		this.collector.export(List.of(((ReadableSpan) span).toSpanData()));
	}

}
