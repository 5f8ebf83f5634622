package io.github.tracingboot.amqp;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.LongStringHelper;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages of a sender that is not ours, and that means no good. */
@BrokerTest
@ExtendWith(OutputCaptureExtension.class)
class HostileHeadersIT {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

	private static final int SAMPLE = 300;

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private static final BlockingQueue<Message> handled = new LinkedBlockingQueue<>();

	@Test
	void everyKindOfTextContinuesTheTrace() throws Exception {
		Object[] texts = { TRACEPARENT, LongStringHelper.asLongString(TRACEPARENT),
				TRACEPARENT.getBytes(StandardCharsets.UTF_8) };
		for (Object text : texts) {
			send(List.of(Map.of("traceparent", text)));
			assertThat(spans.take("process hostile").getParentSpanId()).isEqualTo("b7ad6b7169203331");
		}
		assertThat(handled(texts.length)).hasSize(texts.length);
	}

	@Test
	void everythingElseStartsATraceAndNoMessageIsLost(CapturedOutput output) throws Exception {
		Random random = new Random(7);
		List<Map<String, Object>> hostile = IntStream.range(0, SAMPLE).mapToObj((i) -> hostile(random)).toList();
		send(hostile);
		Set<String> handledOnce = handled(SAMPLE).stream()
			.map((message) -> new String(message.getBody(), StandardCharsets.UTF_8))
			.collect(Collectors.toSet());
		assertThat(handledOnce).hasSize(SAMPLE);
		for (int i = 0; i < SAMPLE; i++) {
			SpanData process = spans.take("process hostile");
			assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
			assertThat(process.getParentSpanContext().isValid()).isFalse();
		}
		assertThat(handled).isEmpty();
		assertThat(output).doesNotContain("Tracing a message failed");
	}

	private static List<Message> handled(int count) throws InterruptedException {
		Message[] messages = new Message[count];
		for (int i = 0; i < count; i++) {
			Message message = handled.poll(60, TimeUnit.SECONDS);
			assertThat(message).as("message %d", i).isNotNull();
			messages[i] = message;
		}
		return Arrays.asList(messages);
	}

	private static void send(List<@Nullable Map<String, Object>> headers) throws Exception {
		ConnectionFactory untraced = new ConnectionFactory();
		untraced.setHost(EmbeddedBroker.host());
		untraced.setPort(EmbeddedBroker.port());
		try (Connection connection = untraced.newConnection(); Channel channel = connection.createChannel()) {
			int number = 0;
			for (Map<String, Object> each : headers) {
				AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(each).build();
				channel.basicPublish("", "hostile", properties,
						String.valueOf(number++).getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	/** Never a valid context: null is a message without any header. */
	private static @Nullable Map<String, Object> hostile(Random random) {
		if (random.nextInt(20) == 0) {
			return null;
		}
		Map<String, Object> headers = new HashMap<>();
		for (String key : List.of("traceparent", "tracestate", "baggage", PublishObserver.SENT_HEADER, "x-death")) {
			if (random.nextInt(5) > 0) {
				headers.put(key, value(random));
			}
		}
		return headers;
	}

	private static @Nullable Object value(Random random) {
		byte[] bytes = new byte[random.nextInt(60)];
		random.nextBytes(bytes);
		return switch (random.nextInt(16)) {
			case 0 -> bytes;
			case 1 -> LongStringHelper.asLongString(bytes);
			case 2 -> random.nextLong();
			case 3 -> random.nextInt();
			case 4 -> (short) random.nextInt();
			case 5 -> (byte) random.nextInt();
			case 6 -> random.nextDouble();
			case 7 -> random.nextFloat();
			case 8 -> random.nextBoolean();
			case 9 -> Date.from(Instant.EPOCH);
			case 10 -> new BigDecimal("3.14");
			case 11 -> Map.of("traceparent", TRACEPARENT);
			case 12 -> List.of(TRACEPARENT, 7);
			case 13 -> "a=1,".repeat(5_000);
			case 14 -> TRACEPARENT.substring(random.nextInt(1, TRACEPARENT.length()));
			default -> null;
		};
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "hostile", autoDelete = "true"))
		void handle(Message message) {
			handled.add(message);
		}

	}

}
