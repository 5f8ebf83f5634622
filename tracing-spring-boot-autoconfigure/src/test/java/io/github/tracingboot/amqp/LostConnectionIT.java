package io.github.tracingboot.amqp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.testing.EmbeddedBroker;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The connection to the broker breaks in the middle of traffic, several times. */
class LostConnectionIT {

	private static final int BREAKS = 5;

	private static final Counter spans = new Counter();

	@Test
	void everySpanEndsAndTracingGoesOn() throws Exception {
		int handled;
		try (Line line = new Line();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
					.web(WebApplicationType.NONE)
					.properties("spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + line.port(),
							"spring.rabbitmq.publisher-confirm-type=correlated", "tracing.amqp.confirm-timeout=1s",
							"spring.rabbitmq.template.retry.enabled=false")
					.run()) {
			RabbitTemplate template = context.getBean(RabbitTemplate.class);
			App app = context.getBean(App.class);
			for (int i = 0; i < BREAKS; i++) {
				int before = app.handled.get();
				// Spring's own thread that waits for confirms dies of a lost connection.
				await().dontCatchUncaughtExceptions().ignoreException(AmqpException.class).until(() -> {
					template.convertAndSend("broken", "hello");
					return app.handled.get() > before;
				});
				line.cut();
			}
			handled = app.handled.get();
		}
		assertThat(handled).isGreaterThanOrEqualTo(BREAKS);
		assertThat(spans.started).hasValueGreaterThanOrEqualTo(2 * BREAKS);
		await().dontCatchUncaughtExceptions()
			.untilAsserted(() -> assertThat(spans.ended).hasValue(spans.started.get()));
	}

	@EnableAutoConfiguration
	static class App {

		private final AtomicInteger handled = new AtomicInteger();

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "broken", autoDelete = "true"))
		void handle(String text) {
			this.handled.incrementAndGet();
		}

	}

	static final class Counter implements SpanProcessor {

		private final AtomicInteger started = new AtomicInteger();

		private final AtomicInteger ended = new AtomicInteger();

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			this.started.incrementAndGet();
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended.incrementAndGet();
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/** The line to the broker. */
	static final class Line implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private final Set<Socket> open = ConcurrentHashMap.newKeySet();

		private final ExecutorService threads = Executors.newCachedThreadPool();

		Line() throws IOException {
			this.threads.execute(this::accept);
		}

		int port() {
			return this.server.getLocalPort();
		}

		void cut() {
			this.open.forEach(Line::close);
			this.open.clear();
		}

		private void accept() {
			while (!this.server.isClosed()) {
				try {
					Socket client = this.server.accept();
					Socket broker = new Socket(EmbeddedBroker.host(), EmbeddedBroker.port());
					this.open.add(client);
					this.open.add(broker);
					this.threads.execute(() -> copy(client, broker));
					this.threads.execute(() -> copy(broker, client));
				}
				catch (IOException ex) {
					// The test is over, or the broker is not there: the client tries
					// again.
				}
			}
		}

		private static void copy(Socket from, Socket to) {
			try (from; to) {
				from.getInputStream().transferTo(to.getOutputStream());
			}
			catch (IOException ex) {
				// It was cut.
			}
		}

		private static void close(Socket socket) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// It was closed.
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
			cut();
			this.threads.shutdownNow();
		}

	}

}
