package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/** For which reasons a trace is kept, and what its spans say of it. */
class KeepBufferReasonTests {

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

}
