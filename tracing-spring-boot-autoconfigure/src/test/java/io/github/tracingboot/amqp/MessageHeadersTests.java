package io.github.tracingboot.amqp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.rabbitmq.client.impl.LongStringHelper;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class MessageHeadersTests {

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final TextMapPropagator PROPAGATOR = TextMapPropagator
		.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

	@Test
	void everyKindOfTextIsRead() {
		assertThat(spanContext(TRACEPARENT).isValid()).isTrue();
		assertThat(spanContext(LongStringHelper.asLongString(TRACEPARENT)).isValid()).isTrue();
		assertThat(spanContext(TRACEPARENT.getBytes(StandardCharsets.UTF_8)).isValid()).isTrue();
	}

	@Test
	void whatIsNotTextIsAbsent() {
		for (Object value : new Object[] { 1, 2L, 3.0, true, Date.from(Instant.EPOCH), List.of(TRACEPARENT),
				Map.of("traceparent", TRACEPARENT), new Object() }) {
			assertThat(spanContext(value).isValid()).as(value.toString()).isFalse();
		}
		assertThat(MessageHeaders.INSTANCE.get(Map.of(), "traceparent")).isNull();
	}

	@Test
	void theKeysAreTheHeaders() {
		assertThat(MessageHeaders.INSTANCE.keys(Map.of("mine", 1))).containsExactly("mine");
	}

	@Test
	void withoutACarrierNothingHappens() {
		assertThatNoException().isThrownBy(() -> MessageHeaders.INSTANCE.set(null, "key", "value"));
		assertThat(MessageHeaders.INSTANCE.get(null, "key")).isNull();
	}

	@Test
	void whatIsTooLongIsAbsent() {
		String longest = "x".repeat(MessageHeaders.MAX_LENGTH);
		String tooLong = longest + "x";
		assertThat(get(longest)).isEqualTo(longest);
		assertThat(get(tooLong)).isNull();
		assertThat(get(LongStringHelper.asLongString(longest))).isEqualTo(longest);
		assertThat(get(LongStringHelper.asLongString(tooLong))).isNull();
		assertThat(get(longest.getBytes(StandardCharsets.UTF_8))).isEqualTo(longest);
		assertThat(get(tooLong.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "00-0-0-0", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
			"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01\n", "00-zzf7651916cd43dd8448eb211c80319c-b7-01" })
	void aMalformedTraceparentIsNone(String traceparent) {
		assertThat(spanContext(traceparent).isValid()).isFalse();
	}

	@Test
	void noHeaderMapMakesExtractionThrow() {
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			Map<String, Object> headers = new HashMap<>();
			for (String key : List.of("traceparent", "tracestate", "baggage", "other")) {
				Object value = hostile(random);
				if (value != null) {
					headers.put(key, value);
				}
			}
			assertThat(PROPAGATOR.extract(Context.root(), headers, MessageHeaders.INSTANCE)).isNotNull();
		}
	}

	private static @Nullable Object hostile(Random random) {
		byte[] bytes = new byte[random.nextInt(80)];
		random.nextBytes(bytes);
		StringBuilder text = new StringBuilder(TRACEPARENT);
		for (int i = random.nextInt(4); i > 0; i--) {
			text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
		}
		return switch (random.nextInt(10)) {
			case 0 -> null;
			case 1 -> random.nextLong();
			case 2 -> bytes;
			case 3 -> LongStringHelper.asLongString(bytes);
			case 4 -> new String(bytes, StandardCharsets.ISO_8859_1);
			case 5 -> List.of(bytes);
			case 6 -> "a=1,".repeat(random.nextInt(600)) + ",;=";
			case 7 -> "%" + text;
			case 8 -> text.substring(random.nextInt(text.length()));
			default -> text.toString();
		};
	}

	private static SpanContext spanContext(Object traceparent) {
		Map<String, Object> headers = Map.of("traceparent", traceparent);
		return Span.fromContext(PROPAGATOR.extract(Context.root(), headers, MessageHeaders.INSTANCE)).getSpanContext();
	}

	private static @Nullable String get(Object value) {
		return MessageHeaders.INSTANCE.get(Map.of("key", value), "key");
	}

}
