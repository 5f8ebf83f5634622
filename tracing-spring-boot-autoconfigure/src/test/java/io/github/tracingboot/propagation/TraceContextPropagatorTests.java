package io.github.tracingboot.propagation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraceContextPropagatorTests {

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String ALPHABET = "0123456789abcdefABCDEF-/:`gpqz \u0130\u00e9";

	private static final ContextKey<String> OTHER = ContextKey.named("other");

	final TextMapPropagator propagator = PropagationType.TRACECONTEXT.propagator();

	@Test
	void theContextComesInAsItWasSent() {
		SpanContext remote = extract(this.propagator, Map.of("traceparent", TRACEPARENT));
		assertThat(remote.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
		assertThat(remote.getSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(remote.isSampled()).isTrue();
		assertThat(remote.isRemote()).isTrue();
		assertThat(remote.isValid()).isTrue();
		assertThat(remote.getTraceState()).isSameAs(TraceState.getDefault());
		assertThat(remote).hasToString("SpanContext{traceparent=" + TRACEPARENT + "}");
	}

	@Test
	void itEqualsTheSameContextHoweverItIsKept() {
		SpanContext remote = extract(this.propagator, Map.of("traceparent", TRACEPARENT));
		SpanContext same = extract(this.propagator, Map.of("traceparent", new String(TRACEPARENT.toCharArray())));
		assertThat(remote).isEqualTo(same).hasSameHashCodeAs(same);
		assertThat(remote)
			.isEqualTo(SpanContext.createFromRemoteParent(remote.getTraceId(), remote.getSpanId(),
					TraceFlags.getSampled(), TraceState.getDefault()))
			.isNotEqualTo(SpanContext.create(remote.getTraceId(), remote.getSpanId(), TraceFlags.getSampled(),
					TraceState.getDefault()))
			.isNotEqualTo(extract(this.propagator, Map.of("traceparent", TRACEPARENT.replace("-01", "-00"))))
			.isNotEqualTo(extract(this.propagator, Map.of("traceparent", TRACEPARENT, "tracestate", "vendor=1")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", TRACEPARENT, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0A",
			"00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
			"01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
			"cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01", "00-0af7651916cd43dd8448eb211c80319c" })
	void aHeaderMeansWhatItMeansToOpenTelemetry(String traceparent) {
		assertEqual(Map.of("traceparent", traceparent));
		assertEqual(Map.of("traceparent", traceparent, "tracestate", ""));
		assertEqual(Map.of("traceparent", traceparent, "tracestate", "vendor=1,other=2"));
		assertEqual(Map.of("traceparent", traceparent, "tracestate", "=;not a state"));
	}

	@Test
	void soDoHeadersThatSomethingHappenedTo() {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			StringBuilder header = new StringBuilder(TRACEPARENT);
			for (int change = random.nextInt(3); change >= 0; change--) {
				char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
				int place = random.nextInt(header.length());
				switch (random.nextInt(6)) {
					case 0 -> header.deleteCharAt(place);
					case 1 -> header.insert(place, other);
					default -> header.setCharAt(place, other);
				}
			}
			assertEqual(Map.of("traceparent", header.toString()));
		}
	}

	@Test
	void whatElseIsInTheContextStays() {
		Context before = Context.root().with(OTHER, "kept");
		Context after = this.propagator.extract(before, Map.of("traceparent", TRACEPARENT), new Getter());
		assertThat(after.get(OTHER)).isEqualTo("kept");
		assertThat(this.propagator.extract(before, Map.of(), new Getter())).isSameAs(before);
	}

	@Test
	@SuppressWarnings("NullAway") // what is tested
	void nullIsTakenWhereOpenTelemetryTakesIt() {
		Context context = Context.root().with(OTHER, "kept");
		assertThat(this.propagator.extract(null, Map.of("traceparent", TRACEPARENT), new Getter())).isNotNull();
		assertThat(this.propagator.extract(context, Map.of("traceparent", TRACEPARENT), null)).isSameAs(context);
		assertThat(this.propagator.extract(context, null, new Getter())).isSameAs(context);
		Map<String, String> sent = new HashMap<>();
		Context traced = context.with(Span.wrap(extract(this.propagator, Map.of("traceparent", TRACEPARENT))));
		this.propagator.inject(null, sent, Map::put);
		this.propagator.inject(traced, sent, null);
		assertThat(sent).isEmpty();
		this.propagator.inject(traced, null, (carrier, name, value) -> sent.put(name, value));
		assertThat(sent).isEqualTo(Map.of("traceparent", TRACEPARENT));
	}

	@Test
	void theContextGoesOnUnchanged() {
		Map<String, String> sent = new HashMap<>();
		SpanContext remote = extract(this.propagator, Map.of("traceparent", TRACEPARENT));
		this.propagator.inject(Context.root().with(Span.wrap(remote)), sent, Map::put);
		assertThat(sent).isEqualTo(Map.of("traceparent", TRACEPARENT));
		assertThat(this.propagator.fields()).containsExactly("traceparent", "tracestate");
	}

	@Test
	void whatIsSentIsWhatOpenTelemetrySends() {
		TraceState state = TraceState.builder().put("vendor", "1").build();
		for (int flags = 0; flags < 256; flags++) {
			for (TraceState each : List.of(TraceState.getDefault(), state)) {
				assertSendsTheSame(SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
						TraceFlags.fromByte((byte) flags), each));
			}
		}
		assertSendsTheSame(SpanContext.getInvalid());
	}

	private void assertSendsTheSame(SpanContext span) {
		Context context = Context.root().with(Span.wrap(span));
		Map<String, String> expected = new HashMap<>();
		W3CTraceContextPropagator.getInstance().inject(context, expected, Map::put);
		Map<String, String> sent = new HashMap<>();
		this.propagator.inject(context, sent, Map::put);
		assertThat(sent).isEqualTo(expected);
	}

	private void assertEqual(Map<String, String> headers) {
		SpanContext expected = extract(W3CTraceContextPropagator.getInstance(), headers);
		SpanContext actual = extract(this.propagator, headers);
		assertThat(actual.isValid()).as("%s", headers).isEqualTo(expected.isValid());
		assertThat(actual.getTraceId()).as("%s", headers).isEqualTo(expected.getTraceId());
		assertThat(actual.getSpanId()).as("%s", headers).isEqualTo(expected.getSpanId());
		assertThat(actual.getTraceFlags()).as("%s", headers).isEqualTo(expected.getTraceFlags());
		assertThat(actual.getTraceState()).as("%s", headers).isEqualTo(expected.getTraceState());
		assertThat(actual.isRemote()).as("%s", headers).isEqualTo(expected.isRemote());
	}

	private static SpanContext extract(TextMapPropagator propagator, Map<String, String> headers) {
		return Span.fromContext(propagator.extract(Context.root(), headers, new Getter())).getSpanContext();
	}

	private static final class Getter implements TextMapGetter<Map<String, String>> {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

}
