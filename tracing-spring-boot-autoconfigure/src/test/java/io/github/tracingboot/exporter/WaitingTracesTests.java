package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingTracesTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final WaitingTraces traces = new WaitingTraces(Duration.ofSeconds(1), 3);

	@Test
	void aTraceIsTakenWhenItsRootHasEndedAndNothingCameForAWhile() {
		SpanData child = span(1, "2", "1");
		SpanData root = span(1, "1", null);
		assertThat(this.traces.add(List.of(child), 0)).isEmpty();
		assertThat(this.traces.hasFinished()).isFalse();
		assertThat(this.traces.takeQuiet(10 * SECOND)).isEmpty();
		assertThat(this.traces.add(List.of(root), 10 * SECOND)).isEmpty();
		assertThat(this.traces.hasFinished()).isTrue();
		assertThat(this.traces.takeQuiet(11 * SECOND - 1)).isEmpty();
		assertThat(this.traces.takeQuiet(11 * SECOND)).containsExactly(List.of(child, root));
		assertThat(this.traces.takeQuiet(12 * SECOND)).isEmpty();
		assertThat(this.traces.hasFinished()).isFalse();
	}

	@Test
	void aSpanOfARemoteParentIsALocalRoot() {
		this.traces.add(List.of(remoteChild(1, "2")), 0);
		assertThat(this.traces.takeQuiet(SECOND)).hasSize(1);
	}

	@Test
	void whatComesMeanwhileKeepsItWaiting() {
		this.traces.add(List.of(span(1, "1", null)), 0);
		this.traces.add(List.of(span(1, "2", "1")), SECOND - 1);
		assertThat(this.traces.takeQuiet(SECOND)).isEmpty();
		assertThat(this.traces.takeQuiet(2 * SECOND - 1)).hasSize(1);
	}

	@Test
	void lateSpansAreATraceOfTheirOwn() {
		this.traces.add(List.of(span(1, "1", null)), 0);
		this.traces.takeQuiet(SECOND);
		SpanData late = span(1, "2", "1");
		this.traces.add(List.of(late), 5 * SECOND);
		assertThat(this.traces.takeQuiet(6 * SECOND)).containsExactly(List.of(late));
	}

	@Test
	void theOldestTraceMakesRoom() {
		SpanData first = span(1, "1", "9");
		assertThat(this.traces.add(List.of(first, span(2, "1", "9"), span(3, "1", "9")), 0)).isEmpty();
		assertThat(this.traces.add(List.of(span(4, "1", "9")), 0)).containsExactly(List.of(first));
		assertThat(this.traces.takeAll()).hasSize(3);
	}

	@Test
	void aTraceThatIsTooLongComesInParts() {
		List<SpanData> spans = IntStream.range(1, 9).mapToObj((i) -> span(1, Integer.toString(i), "9")).toList();
		assertThat(this.traces.add(spans, 0)).containsExactly(spans.subList(0, 4), spans.subList(4, 8));
		assertThat(this.traces.takeAll()).isEmpty();
	}

	@Test
	void onlyTheNewestTakenTracesAreRemembered() {
		for (int i = 1; i <= 1001; i++) {
			this.traces.add(List.of(span(i, "1", null)), 0);
			this.traces.takeAll();
		}
		this.traces.add(List.of(span(1, "2", "1")), 0);
		assertThat(this.traces.hasFinished()).isFalse();
		this.traces.add(List.of(span(2, "2", "1")), 0);
		assertThat(this.traces.hasFinished()).isTrue();
	}

	private static SpanData span(int trace, String id, @Nullable String parent) {
		return TestSpans.span(traceId(trace), "a", "x", SpanKind.INTERNAL, id, parent).build();
	}

	private static SpanData remoteChild(int trace, String id) {
		return TestSpans.span(traceId(trace), "a", "x", SpanKind.SERVER, id, null)
			.setParentSpanContext(SpanContext.createFromRemoteParent(traceId(trace), "00000000000000ff",
					TraceFlags.getSampled(), TraceState.getDefault()))
			.build();
	}

	private static String traceId(int trace) {
		return String.format("%032x", trace);
	}

}
