package io.github.tracingboot.amqp;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is in the headers, the message is handled once and sent on once. */
@ExtendWith(OutputCaptureExtension.class)
class HeaderFuzzTests {

	private static final int MAPS = 100_000;

	private static final int HOPS = 50;

	// The context, and when it was sent.
	private static final int ADDED = 2;

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final List<String> KEYS = List.of("traceparent", "tracestate", "baggage",
			PublishObserver.SENT_HEADER, DeadLetter.HEADER, "x-first-death-queue", "x-delivery-count", "mine");

	private final Random random = new Random(20_240_611);

	@Test
	void noHeaderMapFailsAMessage(CapturedOutput output) throws IOException {
		AmqpTracing tracing = new TestTracing(SpanProcessor.composite(), Sampler.alwaysOn()).amqp();
		PublishObserver observer = TestTracing.observer(ObservationCollector.NO_OP, tracing);
		AtomicInteger handled = new AtomicInteger();
		AtomicInteger sent = new AtomicInteger();
		for (int i = 0; i < MAPS; i++) {
			Map<String, Object> headers = headers();
			Message message = message(headers);
			boolean fails = this.random.nextInt(500) == 0;
			try {
				TestContainer.handle(tracing, (this.random.nextInt(20) == 0) ? List.of(message, message) : message,
						() -> handle(handled, fails));
			}
			catch (IllegalStateException ex) {
				assertThat(fails).isTrue();
			}
			publish(observer, headers, (properties) -> {
				sent.incrementAndGet();
				if (properties.getHeaders().size() > headers.size() + ADDED) {
					throw new AssertionError(properties.getHeaders());
				}
			});
		}
		assertThat(handled).hasValue(MAPS);
		assertThat(sent).hasValue(MAPS);
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(output).doesNotContain("Tracing a message failed");
	}

	@Test
	void whatIsForwardedDoesNotGrow() throws IOException {
		TestTracing test = new TestTracing(SpanProcessor.composite(), Sampler.alwaysOn());
		PublishObserver observer = test.observer(ObservationCollector.NO_OP);
		for (int i = 0; i < 50; i++) {
			List<Map<String, Object>> hops = new ArrayList<>();
			hops.add(headers());
			for (int hop = 0; hop < HOPS; hop++) {
				Map<String, Object> received = hops.get(hop);
				TestContainer.handle(test.amqp(), message(received),
						() -> publish(observer, received, (properties) -> hops.add(properties.getHeaders())));
			}
			assertThat(hops).hasSize(HOPS + 1);
			assertThat(hops.get(HOPS).keySet()).isEqualTo(hops.get(2).keySet());
			for (String key : hops.get(HOPS).keySet()) {
				String last = MessageHeaders.text(hops.get(HOPS).get(key));
				String early = MessageHeaders.text(hops.get(2).get(key));
				assertThat((last != null) ? last.length() : 0).as(key)
					.isLessThanOrEqualTo((early != null) ? early.length() : 0);
			}
		}
	}

	@Test
	void whatIsRememberedOfFailuresIsBounded() {
		FailedDeliveries failures = new FailedDeliveries();
		for (int i = 0; i < MAPS; i++) {
			failures.add("message " + i, SpanContext.getInvalid(), 1);
		}
		assertThat(failures.find("message " + (MAPS - FailedDeliveries.MOST))).isNotNull();
		assertThat(failures.find("message " + (MAPS - FailedDeliveries.MOST - 1))).isNull();
	}

	private static void handle(AtomicInteger handled, boolean fails) {
		handled.incrementAndGet();
		if (fails) {
			throw new IllegalStateException("no");
		}
	}

	private static void publish(PublishObserver observer, Map<String, Object> headers,
			Consumer<AMQP.BasicProperties> broker) {
		try {
			observer.publish(broker::accept, new AMQP.Basic.Publish.Builder().exchange("").routingKey("q").build(),
					new AMQP.BasicProperties.Builder().headers(headers).build(), new byte[0], null);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private Message message(Map<String, Object> headers) {
		MessageProperties properties = new MessageProperties();
		properties.getHeaders().putAll(headers);
		properties.setConsumerQueue("q");
		properties.setRedelivered(this.random.nextInt(4) == 0);
		return MessageBuilder.withBody(new byte[0]).andProperties(properties).build();
	}

	private Map<String, Object> headers() {
		Map<String, Object> headers = new HashMap<>();
		for (String key : KEYS) {
			if (this.random.nextBoolean()) {
				headers.put(key, value(key, 0));
			}
		}
		return headers;
	}

	private @Nullable Object value(String key, int depth) {
		byte[] bytes = new byte[this.random.nextInt(80)];
		this.random.nextBytes(bytes);
		return switch (this.random.nextInt(20)) {
			case 0 -> bytes;
			case 1 -> LongStringHelper.asLongString(bytes);
			case 2 -> this.random.nextLong();
			case 3 -> this.random.nextInt();
			case 4 -> (short) this.random.nextInt();
			case 5 -> (byte) this.random.nextInt();
			case 6 -> this.random.nextDouble();
			case 7 -> this.random.nextFloat();
			case 8 -> this.random.nextBoolean();
			case 9 -> Date.from(Instant.EPOCH);
			case 10 -> new BigDecimal("3.14");
			case 11 -> (depth < 3) ? death(depth) : "";
			case 12 -> (depth < 3) ? list(depth) : "";
			case 13 ->
				(this.random.nextInt(100) == 0) ? "a=1,".repeat(5_000) : new String(bytes, StandardCharsets.UTF_8);
			case 14 -> null;
			default -> text(key);
		};
	}

	private Map<String, Object> death(int depth) {
		Map<String, Object> death = new HashMap<>();
		for (String key : List.of("queue", "reason", "count", "exchange")) {
			death.put(key, this.random.nextBoolean() ? this.random.nextLong(4) : value(key, depth + 1));
		}
		return death;
	}

	private List<Object> list(int depth) {
		List<Object> list = new ArrayList<>();
		for (int i = this.random.nextInt(8); i > 0; i--) {
			list.add(this.random.nextBoolean() ? death(depth + 1) : value("element", depth + 1));
		}
		return list;
	}

	/** Almost what it should be. */
	private Object text(String key) {
		StringBuilder text = new StringBuilder(switch (key) {
			case "traceparent" -> TRACEPARENT;
			case "tracestate" -> "vendor=1,other=2";
			case "baggage" -> "job.id=7;meta=1,node.id=%20a";
			default -> "orders";
		});
		for (int i = this.random.nextInt(3); i > 0; i--) {
			int at = this.random.nextInt(text.length());
			switch (this.random.nextInt(3)) {
				case 0 -> text.setCharAt(at, (char) this.random.nextInt(0x250));
				case 1 -> text.deleteCharAt(at).append('x');
				default -> text.insert(at, text.substring(at));
			}
		}
		String result = text.toString();
		return this.random.nextBoolean() ? result : result.getBytes(StandardCharsets.UTF_8);
	}

}
