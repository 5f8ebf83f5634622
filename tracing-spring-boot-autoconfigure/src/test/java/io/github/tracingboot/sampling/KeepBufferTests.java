package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeepBufferTests {

	@Test
	void traceWithoutAReasonIsDroppedWhole() {
		try (Keeping keeping = Keeping.errors()) {
			Span root = keeping.root("root");
			keeping.child("child", root).end();
			assertThat(keeping.figure("waiting.spans")).isEqualTo(1);
			root.end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.buffer.figures().byName()).containsEntry("dropped.traces", 1L)
				.containsEntry("dropped.spans", 2L)
				.containsEntry("waiting.traces", 0L)
				.containsEntry("waiting.spans", 0L);
		}
	}

	@Test
	void errorOfAChildKeepsTheTraceWhole() {
		try (Keeping keeping = Keeping.errors()) {
			Span root = keeping.root("root");
			keeping.child("before", root).end();
			Span open = keeping.child("open", root);
			Span failed = keeping.child("failed", root);
			failed.setStatus(StatusCode.ERROR);
			failed.end();
			keeping.child("after", root).end();
			open.end();
			root.end();
			assertThat(keeping.names()).containsExactly("before", "failed", "open", "root");
			assertThat(keeping.buffer.figures().byName()).containsEntry("kept.error.traces", 1L)
				.containsEntry("kept.error.spans", 5L)
				.containsEntry("dropped.spans", 0L)
				.containsEntry("waiting.traces", 0L);
		}
	}

	@Test
	void errorOfTheRootKeepsWhatHasWaited() {
		try (Keeping keeping = Keeping.errors()) {
			Span root = keeping.root("root");
			for (int i = 0; i < 100; i++) {
				keeping.child("child", root).end();
			}
			root.recordException(new IllegalStateException());
			root.end();
			assertThat(keeping.exported).hasSize(101);
			assertThat(keeping.figure("kept.error.spans")).isEqualTo(101);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 500, 503, 599 })
	void httpStatusFrom500IsAnError(long status) {
		assertThat(keptWithStatus(status)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 200, 404, 499 })
	void httpStatusBelow500IsNone(long status) {
		assertThat(keptWithStatus(status)).isFalse();
	}

	private static boolean keptWithStatus(long status) {
		boolean server = keptWithStatus(SpanKind.SERVER, status);
		assertThat(keptWithStatus(SpanKind.CLIENT, status)).isEqualTo(server);
		assertThat(keptWithStatus(SpanKind.INTERNAL, status)).isFalse();
		return server;
	}

	private static boolean keptWithStatus(SpanKind kind, long status) {
		try (Keeping keeping = Keeping.errors()) {
			keeping.root("GET", kind).setAttribute("http.response.status_code", status).end();
			return !keeping.exported.isEmpty();
		}
	}

	@Test
	void otherEventsAreNoErrors() {
		try (Keeping keeping = Keeping.errors()) {
			keeping.root("root").addEvent("retry").setStatus(StatusCode.OK).end();
			assertThat(keeping.exported).isEmpty();
		}
	}

	@Test
	void errorsAreKeptOnRequestOnly() {
		SamplingProperties.Keep keep = new SamplingProperties.Keep(false, Duration.ofSeconds(1), List.of(), 10, 10,
				Duration.ofMinutes(1));
		try (Keeping keeping = Keeping.of(keep)) {
			keeping.root("root").setStatus(StatusCode.ERROR).end();
			assertThat(keeping.exported).isEmpty();
		}
	}

	@Test
	void slowRootKeepsTheTrace() {
		try (Keeping keeping = Keeping.of(Keeping.keep(Duration.ofSeconds(1)))) {
			slow(keeping, Duration.ofMillis(999));
			assertThat(keeping.exported).isEmpty();
			slow(keeping, Duration.ofSeconds(1));
			assertThat(keeping.names()).containsExactly("child", "root");
			assertThat(keeping.exported("child").getAttributes().get(SamplingAttributes.REASON)).isEqualTo("slow");
		}
	}

	private static void slow(Keeping keeping, Duration duration) {
		Span root = keeping.tracer.spanBuilder("root").setNoParent().setStartTimestamp(1, TimeUnit.SECONDS).startSpan();
		keeping.child("child", root).end(0, TimeUnit.NANOSECONDS);
		root.end(1_000_000_000L + duration.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Test
	void ruleMatchesWhatASpanIsAtItsStart() {
		SamplingProperties.KeepRule rule = new SamplingProperties.KeepRule("pay*", SpanKind.CLIENT, Map.of());
		try (Keeping keeping = Keeping.of(Keeping.keep(null, rule))) {
			Span root = keeping.root("root");
			Span other = keeping.child("pay", root);
			assertThat(other.getSpanContext().isSampled()).isFalse();
			other.end();
			Span paid = keeping.tracer.spanBuilder("pay_order")
				.setParent(io.opentelemetry.context.Context.root().with(root))
				.setSpanKind(SpanKind.CLIENT)
				.startSpan();
			assertThat(paid.getSpanContext().isSampled()).isTrue();
			paid.end();
			root.end();
			// The rest goes the way of all sampled spans.
			assertThat(keeping.names()).containsExactly("pay", "root");
			assertThat(keeping.figure("kept.rule.spans")).isEqualTo(3);
		}
	}

	@Test
	void ruleMatchesWhatASpanIsAtItsEnd() {
		SamplingProperties.KeepRule rule = new SamplingProperties.KeepRule(null, null, Map.of("tenant", "gold-*"));
		try (Keeping keeping = Keeping.of(Keeping.keep(null, rule))) {
			Span root = keeping.root("root");
			keeping.child("child", root).setAttribute("tenant", "gold-7").end();
			root.end();
			keeping.root("other").setAttribute("tenant", "tin").end();
			assertThat(keeping.names()).containsExactly("child", "root");
			assertThat(keeping.exported("root").getAttributes().get(SamplingAttributes.REASON)).isEqualTo("rule");
		}
	}

	@Test
	void keptSpanLooksSampledSaysWhyAndIsTheSameOtherwise() {
		Sampler head = Sampler.parentBased(new RatioSampler(Sampler.alwaysOff(), 0.25));
		try (Keeping keeping = new Keeping(Keeping.keep(null), head)) {
			Span root = keeping.root("root");
			root.setAttribute("order", 7).setStatus(StatusCode.ERROR, "broken").addEvent("tried");
			assertThat(root.getSpanContext().isSampled()).isFalse();
			root.end();
			SpanData span = keeping.exported("root");
			assertThat(span.getSpanContext().isSampled()).isTrue();
			assertThat(span.getSpanContext().getTraceState().get("tracingboot")).isEqualTo("r:0.25;k:error");
			assertThat(span.getSpanId()).isEqualTo(root.getSpanContext().getSpanId());
			assertThat(span.getTraceId()).isEqualTo(root.getSpanContext().getTraceId());
			assertThat(span.getAttributes()).isEqualTo(Attributes.builder()
				.put("order", 7)
				.put("sampling.reason", "error")
				.put("sampling.ratio", 0.25)
				.build());
			assertThat(span.getTotalAttributeCount()).isEqualTo(3);
			assertThat(span.getStatus().getDescription()).isEqualTo("broken");
			assertThat(span.getEvents()).hasSize(1);
			assertThat(keeping.exported.get(0).getAttribute(SamplingAttributes.REASON)).isEqualTo("error");
			assertThat(keeping.exported.get(0).getAttributes()).isEqualTo(span.getAttributes());
			assertThat(keeping.exported.get(0).getAttribute(AttributeKey.longKey("order"))).isEqualTo(7L);
		}
	}

	@Test
	void whatTheHeadSamplerTakesNeverWaits() {
		try (Keeping keeping = new Keeping(Keeping.keep(null), Sampler.parentBased(Sampler.alwaysOn()))) {
			Span root = keeping.root("root");
			assertThat(root.getSpanContext().isSampled()).isTrue();
			keeping.child("child", root).setStatus(StatusCode.ERROR).end();
			root.end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.buffer.figures().byName().values()).allMatch((count) -> count == 0);
		}
	}

	@Test
	void whatEndsAfterTheRootFollowsItsDecision() {
		try (Keeping keeping = Keeping.errors()) {
			Span dropped = keeping.root("dropped");
			Span late = keeping.child("late", dropped);
			dropped.end();
			late.setStatus(StatusCode.ERROR);
			late.end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.figure("dropped.spans")).isEqualTo(2);

			Span kept = keeping.root("kept");
			late = keeping.child("later", kept);
			kept.setStatus(StatusCode.ERROR).end();
			late.end();
			assertThat(keeping.names()).containsExactly("kept", "later");
		}
	}

	@Test
	void whatStartsAfterADropIsNotRecordedAndAfterAKeepIsSampledAndSaysWhy() {
		try (Keeping keeping = Keeping.errors()) {
			Span dropped = keeping.root("dropped");
			dropped.end();
			Span child = keeping.child("late", dropped);
			assertThat(child.isRecording()).isFalse();
			assertThat(keeping.child("later", child).isRecording()).isFalse();

			Span kept = keeping.root("kept");
			kept.setStatus(StatusCode.ERROR).end();
			child = keeping.child("late", kept);
			Span grandchild = keeping.child("later", child);
			for (Span span : List.of(child, grandchild)) {
				assertThat(span.getSpanContext().isSampled()).isTrue();
				assertThat(((io.opentelemetry.sdk.trace.ReadableSpan) span).getAttribute(SamplingAttributes.REASON))
					.isEqualTo("error");
				span.end();
			}
		}
	}

	@Test
	void rootThatNeverEndsIsDecidedOnAtTheAge() {
		try (Keeping keeping = Keeping.errors()) {
			Span stuck = keeping.root("stuck");
			keeping.child("child", stuck).end();
			keeping.pass(Duration.ofSeconds(59));
			assertThat(keeping.figure("waiting.traces")).isEqualTo(1);
			keeping.pass(Duration.ofSeconds(1));
			assertThat(keeping.buffer.figures().byName()).containsEntry("waiting.traces", 0L)
				.containsEntry("dropped.traces", 1L)
				.containsEntry("dropped.spans", 1L);
			stuck.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.figure("dropped.spans")).isEqualTo(2);
		}
	}

	@Test
	void whatIsStillOpenAtTheAgeIsSlow() {
		try (Keeping keeping = Keeping.of(Keeping.keep(Duration.ofSeconds(5)))) {
			Span stuck = keeping.root("stuck");
			keeping.child("child", stuck).end();
			keeping.pass(Duration.ofMinutes(1));
			assertThat(keeping.names()).containsExactly("child");
			stuck.end();
			assertThat(keeping.names()).containsExactly("child", "stuck");
			assertThat(keeping.figure("kept.slow.spans")).isEqualTo(2);
		}
	}

	@Test
	void tooManySpansEvictWholeTracesOldestFirst() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 24, 1000))) {
			List<Span> roots = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Span root = keeping.root("root" + i);
				keeping.nanos.incrementAndGet();
				for (int child = 0; child < 4; child++) {
					keeping.child("child" + i, root).end();
				}
				roots.add(root);
			}
			assertThat(keeping.buffer.figures().byName()).containsEntry("evicted.traces", 1L)
				.containsEntry("evicted.spans", 4L)
				.containsEntry("waiting.traces", 3L)
				.containsEntry("waiting.spans", 12L);
			roots.forEach((root) -> root.setStatus(StatusCode.ERROR).end());
			assertThat(keeping.names()).hasSize(15).doesNotContain("root0", "child0").contains("root1", "child1");
			assertThat(keeping.figure("evicted.spans")).isEqualTo(5);
		}
	}

	@Test
	void tooManyTracesEvictTheOldest() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 1000, 2))) {
			List<Span> roots = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				roots.add(keeping.root("root" + i));
				keeping.nanos.incrementAndGet();
			}
			assertThat(keeping.figure("waiting.traces")).isEqualTo(2);
			roots.forEach((root) -> root.setStatus(StatusCode.ERROR).end());
			assertThat(keeping.names()).containsExactly("root3", "root4");
			assertThat(keeping.figure("evicted.traces")).isEqualTo(3);
			assertThat(keeping.figure("evicted.spans")).isEqualTo(3);
		}
	}

	@Test
	void traceThatFitsNowhereIsEvictedItself() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 8, 10))) {
			Span root = keeping.root("root");
			for (int i = 0; i < 20; i++) {
				keeping.child("child", root).end();
			}
			root.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.exported).isEmpty();
			assertThat(keeping.buffer.figures().byName()).containsEntry("evicted.traces", 1L)
				.containsEntry("evicted.spans", 10L)
				.containsEntry("waiting.spans", 0L);
		}
	}

	@Test
	void localRootsOfOneTraceWaitForEachOther() {
		try (Keeping keeping = Keeping.errors()) {
			Span one = keeping.root("one", Keeping.remote());
			Span other = keeping.root("other", Keeping.remote());
			one.end();
			assertThat(keeping.figure("waiting.traces")).isEqualTo(1);
			assertThat(keeping.figure("waiting.spans")).isEqualTo(1);
			other.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.names()).containsExactly("one", "other");
		}
	}

	@Test
	void localRootAfterAKeepFollowsItAndAfterADropIsDecidedAnew() {
		try (Keeping keeping = Keeping.errors()) {
			keeping.root("dropped", Keeping.remote()).end();
			Span late = keeping.root("kept", Keeping.remote());
			assertThat(late.isRecording()).isTrue();
			late.setStatus(StatusCode.ERROR).end();
			assertThat(keeping.names()).containsExactly("kept");

			Span later = keeping.root("later", Keeping.remote());
			assertThat(later.getSpanContext().isSampled()).isTrue();
			later.end();
			assertThat(keeping.figure("kept.error.spans")).isEqualTo(2);
		}
	}

	@Test
	void buffersOfOneProcessDoNotKnowEachOther() {
		try (Keeping one = Keeping.errors(); Keeping other = Keeping.errors()) {
			Span root = one.root("one");
			Span inner = other.child("other", root);
			assertThat(inner.isRecording()).isTrue();
			inner.setStatus(StatusCode.ERROR).end();
			root.end();
			assertThat(other.names()).containsExactly("other");
			assertThat(one.exported).isEmpty();
			assertThat(one.figure("dropped.spans")).isEqualTo(1);
		}
	}

	@Test
	void whatWaitsIsDecidedOnAtShutdown() {
		Keeping keeping = Keeping.of(Keeping.keep(Duration.ofSeconds(5)));
		Span slow = keeping.root("slow");
		keeping.child("child of slow", slow).end();
		keeping.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
		Span open = keeping.root("open");
		keeping.child("child of open", open).end();
		keeping.close();
		assertThat(keeping.names()).containsExactly("child of slow");
		assertThat(keeping.figure("dropped.traces")).isEqualTo(1);
	}

	@Test
	void spanIsHandedOnThoughOneOfThoseWhoWantItFails() {
		List<String> names = new ArrayList<>();
		KeepBuffer buffer = new KeepBuffer(Keeping.keep(null), List.of(Keeping.exporting((span) -> {
			throw new IllegalStateException();
		}), Keeping.exporting((span) -> names.add(span.getName()))), System::nanoTime);
		LocalTrace trace = buffer.open(Keeping.TRACE_ID, null);
		assertThat(trace.fate()).isEqualTo(LocalTrace.Fate.WAITING);
		try (var provider = io.opentelemetry.sdk.trace.SdkTracerProvider.builder()
			.setSampler(new KeepSampler(Sampler.alwaysOff(), buffer))
			.addSpanProcessor(buffer)
			.build()) {
			provider.get("test").spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
		}
		assertThat(names).containsExactly("failed");
	}

	@Test
	void countsAddUpWhenThreadsShareTraces() {
		try (Keeping keeping = Keeping.of(Keeping.limited(null, 200, 50))) {
			long threads = 4;
			long rounds = 2000;
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				all.add(CompletableFuture.runAsync(() -> {
					for (int round = 0; round < rounds; round++) {
						Span root = keeping.root("root");
						CompletableFuture<Void> other = CompletableFuture
							.runAsync(() -> keeping.child("other", root).end());
						Span child = keeping.child("child", root);
						if (ThreadLocalRandom.current().nextInt(20) == 0) {
							child.setStatus(StatusCode.ERROR);
						}
						child.end();
						if (round % 100 != 0) {
							root.end();
						}
						other.join();
					}
				}));
			}
			all.forEach(CompletableFuture::join);
			long kept = keeping.figure("kept.error.spans");
			long ended = threads * rounds * 3L - threads * rounds / 100;
			// What started after a decision against its trace is not recorded.
			assertThat(kept + keeping.figure("dropped.spans") + keeping.figure("evicted.spans")
					+ keeping.figure("waiting.spans"))
				.isLessThanOrEqualTo(ended)
				.isGreaterThan(ended - threads * rounds);
			assertThat(keeping.figure("kept.error.traces") + keeping.figure("dropped.traces")
					+ keeping.figure("evicted.traces") + keeping.figure("waiting.traces"))
				.isEqualTo(threads * rounds);
			assertThat(keeping.figure("waiting.traces")).isLessThanOrEqualTo(50);
			assertThat((long) keeping.exported.size()).isLessThanOrEqualTo(kept);
		}
	}

}
