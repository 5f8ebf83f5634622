package io.github.tracingboot.sampling;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes out of a process about a decision, and comes in. */
class KeepPropagationTests {

	@Test
	void whatIsSentAfterTheDecisionIsSampledAndSaysWhyInEveryFormat() {
		try (Keeping keeping = withRatio()) {
			Span root = keeping.root("root");
			Map<String, String> before = inject(keeping, w3c(), root);
			// The newer SDK also says that the trace id is random.
			assertThat(before.get("traceparent")).matches(".*-0[02]");
			assertThat(before).containsEntry("tracestate", "tracingboot=r:0.1");

			keeping.child("failed", root).setStatus(StatusCode.ERROR).end();
			Map<String, String> after = inject(keeping, w3c(), root);
			assertThat(after.get("traceparent")).matches(".*-" + root.getSpanContext().getSpanId() + "-0[13]");
			assertThat(after).containsEntry("tracestate", "tracingboot=r:0.1;k:error");
			assertThat(inject(keeping, B3Propagator.injectingSingleHeader(), root).get("b3")).endsWith("-1");
			Span started = keeping.child("started", root);
			assertThat(inject(keeping, w3c(), started)).containsEntry("tracestate", "tracingboot=r:0.1;k:error");
			started.end();
			root.end();
		}
	}

	@Test
	void whoIsCalledAfterTheDecisionSamplesAndSaysWhyOnEverySpan() {
		try (Keeping caller = withRatio(); Keeping called = Keeping.errors()) {
			Span root = caller.root("root");
			caller.child("failed", root).setStatus(StatusCode.ERROR).end();
			Context received = extract(called, inject(caller, w3c(), root));
			Span process = called.tracer.spanBuilder("process").setParent(received).startSpan();
			Span step = called.child("step", process);
			for (Span span : new Span[] { step, process }) {
				assertThat(span.getSpanContext().isSampled()).isTrue();
				assertThat(((ReadableSpan) span).getAttribute(SamplingAttributes.REASON)).isEqualTo("error");
				assertThat(((ReadableSpan) span).getAttribute(SamplingAttributes.RATIO)).isEqualTo(0.1);
				span.end();
			}
			root.end();
		}
	}

	@Test
	void whoIsCalledBeforeTheDecisionRecordsAndKnowsTheRatio() {
		try (Keeping caller = withRatio(); Keeping called = Keeping.errors()) {
			Span root = caller.root("root");
			Context received = extract(called, inject(caller, w3c(), root));
			called.tracer.spanBuilder("process").setParent(received).startSpan().setStatus(StatusCode.ERROR).end();
			root.end();
			assertThat(called.exported("process").getAttributes().get(SamplingAttributes.RATIO)).isEqualTo(0.1);
			assertThat(caller.exported).isEmpty();
		}
	}

	@Test
	void replyFromWhoHasKeptTheTraceKeepsItHere() {
		try (Keeping caller = withRatio(); Keeping called = Keeping.errors()) {
			Span root = caller.root("root");
			caller.child("send", root).end();
			Context received = extract(called, inject(caller, w3c(), root));
			Span process = called.tracer.spanBuilder("process").setParent(received).startSpan();
			called.child("failed", process).setStatus(StatusCode.ERROR).end();
			extract(caller, inject(called, w3c(), process));
			process.end();
			root.end();
			assertThat(called.names()).containsExactly("failed", "process");
			assertThat(caller.names()).containsExactly("send", "root");
			assertThat(caller.exported("root").getAttributes().get(SamplingAttributes.REASON)).isEqualTo("error");
		}
	}

	@Test
	void replyWithoutADecisionToKeepChangesNothing() {
		try (Keeping keeping = Keeping.errors()) {
			Span root = keeping.root("root");
			Map<String, String> reply = new HashMap<>();
			for (String state : new String[] { "tracingboot=r:0.1", "tracingboot=k:whim", "other=k:error" }) {
				reply.put("traceparent", "00-" + root.getSpanContext().getTraceId() + "-b7ad6b7169203331-01");
				reply.put("tracestate", state);
				extract(keeping, reply);
			}
			reply.put("traceparent", "00-" + root.getSpanContext().getTraceId() + "-b7ad6b7169203331-00");
			reply.put("tracestate", "tracingboot=k:error");
			extract(keeping, reply);
			reply.put("traceparent", "00-" + Keeping.TRACE_ID + "-b7ad6b7169203331-01");
			extract(keeping, reply);
			assertThat(keeping.figure("waiting.traces")).isEqualTo(1);
			root.end();
			assertThat(keeping.exported).isEmpty();
		}
	}

	@Test
	void entriesOfOthersStayAsTheyAreBehindOurs() {
		TraceState foreign = TraceState.builder().put("congo", "t61rcWkgMzE").put("rojo", "00f067aa0ba902b7").build();
		SpanContext remote = Keeping.remote(TraceFlags.getDefault(), foreign);
		try (Keeping keeping = Keeping.errors()) {
			Span root = keeping.root("root", remote);
			assertThat(root.getSpanContext().getTraceState()).isEqualTo(foreign).hasSameHashCodeAs(foreign);
			assertThat(inject(keeping, w3c(), root)).containsEntry("tracestate",
					"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
			root.setStatus(StatusCode.ERROR).end();
			assertThat(inject(keeping, w3c(), root)).containsEntry("tracestate",
					"tracingboot=k:error,rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
		}
	}

	@Test
	void ourEntryMovesToTheFrontWhenItChanges() {
		TraceState state = TraceState.builder().put("tracingboot", "r:0.5").put("rojo", "1").build();
		assertThat(encoded(new SamplingEntry(0.5, KeepReason.SLOW).in(state)))
			.isEqualTo("tracingboot=r:0.5;k:slow,rojo=1");
	}

	@Test
	void ourEntryStaysWhereItIsWhenItDoesNotChange() {
		TraceState state = TraceState.builder().put("tracingboot", "r:0.5").put("rojo", "1").build();
		try (Keeping keeping = Keeping.errors()) {
			Span root = keeping.root("root", Keeping.remote(TraceFlags.getDefault(), state));
			assertThat(inject(keeping, w3c(), root)).containsEntry("tracestate", "rojo=1,tracingboot=r:0.5");
			root.end();
		}
	}

	@Test
	void whereThereIsNoRoomOursIsLeftOut() {
		SamplingEntry entry = new SamplingEntry(0.5, KeepReason.ERROR);
		TraceState full = entries(32, "x");
		assertThat(entry.in(full)).isSameAs(full);
		assertThat(entry.in(entries(31, "x")).size()).isEqualTo(32);
		TraceState isLong = entries(2, "x".repeat(250));
		assertThat(entry.in(isLong)).isSameAs(isLong);
		assertThat(encoded(entry.in(entries(2, "x".repeat(230))))).hasSizeLessThanOrEqualTo(512);
	}

	private static TraceState entries(int count, String value) {
		TraceStateBuilder builder = TraceState.builder();
		IntStream.range(0, count).forEach((i) -> builder.put("key" + i, value));
		return builder.build();
	}

	@ParameterizedTest
	@CsvSource({ "r:0.1;k:error,0.1,ERROR", "k:slow,,SLOW", "r:2,,", "r:;k:,,", "'',,", "x:1;r:1;y,1.0,",
			"r:NaN;k:rule,,RULE" })
	void entryIsReadAsFarAsItCanBe(String value, @Nullable Double ratio, @Nullable KeepReason kept) {
		assertThat(SamplingEntry.of(TraceState.builder().put("tracingboot", value).build()))
			.isEqualTo(new SamplingEntry(ratio, kept));
	}

	@Test
	void sampledLocalRootTellsTheRatioToItsServiceAndTheNext() {
		Sampler head = Sampler.parentBased(new RatioSampler(Sampler.alwaysOn(), 0.1));
		try (Keeping keeping = new Keeping(Keeping.keep(null), head); Keeping called = Keeping.errors()) {
			Span root = keeping.root("root");
			Span child = keeping.child("child", root);
			assertThat(((ReadableSpan) root).getAttribute(SamplingAttributes.RATIO)).isEqualTo(0.1);
			assertThat(((ReadableSpan) root).getAttribute(SamplingAttributes.REASON)).isNull();
			assertThat(((ReadableSpan) child).getAttribute(SamplingAttributes.RATIO)).isNull();
			Span process = called.tracer.spanBuilder("process")
				.setParent(extract(called, inject(keeping, w3c(), child)))
				.startSpan();
			assertThat(((ReadableSpan) process).getAttribute(SamplingAttributes.RATIO)).isEqualTo(0.1);
			process.end();
			child.end();
			root.end();
		}
	}

	private static Keeping withRatio() {
		return new Keeping(Keeping.keep(null), Sampler.parentBased(new RatioSampler(Sampler.alwaysOff(), 0.1)));
	}

	private static TextMapPropagator w3c() {
		return W3CTraceContextPropagator.getInstance();
	}

	private static Map<String, String> inject(Keeping keeping, TextMapPropagator format, Span span) {
		Map<String, String> headers = new HashMap<>();
		new KeepPropagator(format, () -> keeping.buffer).inject(Context.root().with(span), headers,
				(carrier, key, value) -> headers.put(key, value));
		return headers;
	}

	private static Context extract(Keeping keeping, Map<String, String> headers) {
		return new KeepPropagator(w3c(), () -> keeping.buffer).extract(Context.root(), headers, Headers.INSTANCE);
	}

	private static String encoded(TraceState state) {
		StringBuilder text = new StringBuilder();
		state.forEach((key, value) -> text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
		return text.toString();
	}

	private enum Headers implements TextMapGetter<Map<String, String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(Map<String, String> headers) {
			return headers.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> headers, String key) {
			return (headers != null) ? headers.get(key) : null;
		}

	}

}
