package io.github.tracingboot.amqp;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The client's own class is the measure. */
class SentPropertiesTests {

	private final Random random = new Random(20_240_611);

	@Test
	void whatIsWrittenIsWhatTheClientWouldWrite() throws IOException {
		for (int i = 0; i < 20_000; i++) {
			AMQP.BasicProperties expected = properties();
			AMQP.BasicProperties sent = sent(expected);
			Frame frame = sent.toFrame(3, i);
			assertThat(frame.getPayload()).isEqualTo(expected.toFrame(3, i).getPayload());
			assertThat(sent).hasToString(expected.toString());
			assertThat(sent.builder().build()).isEqualTo(expected);
		}
	}

	@Test
	void eachPropertyByItselfIsWritten() throws IOException {
		Map<String, Object> headers = Map.of("mine", 1);
		for (AMQP.BasicProperties.Builder one : List.of(builder().contentType("a"), builder().contentEncoding("b"),
				builder().deliveryMode(2), builder().priority(3), builder().correlationId("c"), builder().replyTo("d"),
				builder().expiration("e"), builder().messageId("f"), builder().timestamp(Date.from(Instant.EPOCH)),
				builder().type("g"), builder().userId("h"), builder().appId("i"), builder().clusterId("j"))) {
			AMQP.BasicProperties expected = one.headers(headers).build();
			assertThat(sent(expected).toFrame(1, 0).getPayload()).isEqualTo(expected.toFrame(1, 0).getPayload());
		}
	}

	@Test
	void theHeadersAreThoseThatWereGiven() {
		Map<String, Object> headers = new HashMap<>(Map.of("mine", 1));
		AMQP.BasicProperties given = builder().headers(Map.of("yours", 2)).type("order").build();
		AMQP.BasicProperties sent = SentProperties.of(given, headers);
		assertThat(sent.getHeaders()).isEqualTo(headers);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> sent.getHeaders().put("more", 3));
		assertThat(SentProperties.of(sent, Map.of()).getHeaders()).isEmpty();
		assertThat(SentProperties.of(sent, Map.of()).getType()).isEqualTo("order");
	}

	@Test
	void theSameIsEqual() {
		AMQP.BasicProperties given = builder().type("order").build();
		AMQP.BasicProperties sent = SentProperties.of(given, Map.of("mine", 1));
		assertThat(sent).isEqualTo(SentProperties.of(given, Map.of("mine", 1)))
			.hasSameHashCodeAs(SentProperties.of(given, Map.of("mine", 1)))
			.isNotEqualTo(SentProperties.of(given, Map.of("mine", 2)))
			.isNotEqualTo(SentProperties.of(builder().build(), Map.of("mine", 1)));
	}

	@Test
	void aClassOfSomebodyElseIsAskedForACopy() {
		AMQP.BasicProperties sent = SentProperties.of(new Stamped(), Map.of("mine", 1));
		assertThat(sent.getAppId()).isEqualTo("stamped");
		assertThat(sent.getHeaders()).containsExactly(Map.entry("mine", 1));
	}

	/** Of the same map, whose order goes by its size. */
	private static AMQP.BasicProperties sent(AMQP.BasicProperties expected) {
		AMQP.BasicProperties sent = SentProperties.of(expected.builder().headers(null).build(), expected.getHeaders());
		assertThat(sent).isInstanceOf(SentProperties.class);
		return sent;
	}

	private AMQP.BasicProperties properties() {
		return builder().contentType(text())
			.contentEncoding(text())
			.headers(headers())
			.deliveryMode(octet())
			.priority(octet())
			.correlationId(text())
			.replyTo(text())
			.expiration(text())
			.messageId(text())
			.timestamp(
					this.random.nextBoolean() ? Date.from(Instant.ofEpochSecond(this.random.nextInt(1_000_000))) : null)
			.type(text())
			.userId(text())
			.appId(text())
			.clusterId(text())
			.build();
	}

	private Map<String, Object> headers() {
		Map<String, Object> headers = new HashMap<>();
		for (int i = this.random.nextInt(8); i > 0; i--) {
			headers.put("header-" + i, value());
		}
		return headers;
	}

	private @Nullable Object value() {
		return switch (this.random.nextInt(7)) {
			case 0 -> this.random.nextLong();
			case 1 -> this.random.nextInt();
			case 2 -> List.of("one", 2);
			case 3 -> Map.of("nested", true);
			case 4 -> LongStringHelper.asLongString("long");
			case 5 -> null;
			default -> "text äöü";
		};
	}

	private @Nullable String text() {
		return this.random.nextBoolean() ? "text-ä-" + this.random.nextInt(100) : null;
	}

	private @Nullable Integer octet() {
		return this.random.nextBoolean() ? this.random.nextInt(256) : null;
	}

	private static AMQP.BasicProperties.Builder builder() {
		return new AMQP.BasicProperties.Builder();
	}

	private static final class Stamped extends AMQP.BasicProperties {

		@Override
		public Builder builder() {
			return super.builder().appId("stamped");
		}

	}

}
