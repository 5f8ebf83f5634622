package io.github.tracingboot.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.Tracing;
import io.github.tracingboot.benchmarks.load.LoadApplication.Client;

import org.springframework.amqp.AmqpException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Kills and restarts a broker of its own under load, and counts the spans that were
 * opened and ended. Arguments: restarts, file for the result, the program that starts
 * RabbitMQ, the port.
 */
public final class BrokerRestarts {

	private static final long PACE_NANOS = 2_000_000;

	private BrokerRestarts() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int restarts = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		Path program = Path.of((args.length > 2) ? args[2] : "/usr/lib/rabbitmq/bin/rabbitmq-server");
		int port = (args.length > 3) ? Integer.parseInt(args[3]) : 5690;
		Results results = new Results("Broker restarts", "benchmarks/run.sh restarts " + restarts);
		try (RabbitServer server = new RabbitServer(program, port)) {
			server.start();
			ConfigurableApplicationContext context = Tracing.STARTER.start(Application.class,
					"load.queue=benchmark-restarts", "spring.rabbitmq.port=" + server.port(),
					"spring.rabbitmq.listener.simple.default-requeue-rejected=true", "logging.level.root=off");
			Counts counts = context.getBean(Counts.class);
			Client client = context.getBean(Client.class);
			client.observe((nanos) -> counts.handled.incrementAndGet(), counts.replies::incrementAndGet);
			Thread load = new Thread(() -> publish(client, counts));
			load.start();
			for (int i = 0; i < restarts; i++) {
				TimeUnit.SECONDS.sleep(2);
				server.kill();
				TimeUnit.SECONDS.sleep(1);
				server.start();
				long handled = counts.handled.get();
				await("messages after restart " + i, () -> counts.handled.get() > handled + 20);
			}
			counts.over = true;
			load.join();
			await("the last replies", counts::isQuiet);
			context.close();
			results.line("RabbitMQ was killed and restarted %d times while a message was published every %d ms.",
					restarts, PACE_NANOS / 1_000_000);
			results.line("");
			results.line("| | |");
			results.line("|---|---|");
			results.line("| messages sent | %d |", counts.sent.get());
			results.line("| messages whose publish failed | %d |", counts.failed.get());
			results.line("| queries handled, redelivered ones included | %d |", counts.handled.get());
			results.line("| replies handled | %d |", counts.replies.get());
			results.line("| spans opened | %d |", counts.opened.get());
			results.line("| spans ended | %d |", counts.ended.get());
			results.line("| of these with an error | %d |", counts.errors.get());
			results.line("| left open | **%d** |", counts.opened.get() - counts.ended.get());
		}
		if (args.length > 1) {
			results.write(Path.of(args[1]));
		}
	}

	private static void publish(Client client, Counts counts) {
		while (!counts.over) {
			try {
				client.publish("{\"query\":\"price\"}");
				counts.sent.incrementAndGet();
			}
			catch (AmqpException ex) {
				counts.failed.incrementAndGet();
			}
			LockSupport.parkNanos(PACE_NANOS);
		}
	}

	private static void await(String what, Condition condition) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		while (!condition.holds()) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("Waited in vain for " + what);
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
	}

	private interface Condition {

		boolean holds() throws InterruptedException;

	}

	private static final class Counts implements SpanProcessor {

		private final AtomicLong sent = new AtomicLong();

		private final AtomicLong failed = new AtomicLong();

		private final AtomicLong handled = new AtomicLong();

		private final AtomicLong replies = new AtomicLong();

		private final AtomicLong opened = new AtomicLong();

		private final AtomicLong ended = new AtomicLong();

		private final AtomicLong errors = new AtomicLong();

		private volatile boolean over;

		/** Nothing has come for two seconds. */
		boolean isQuiet() throws InterruptedException {
			long before = this.handled.get() + this.replies.get();
			TimeUnit.SECONDS.sleep(2);
			return this.handled.get() + this.replies.get() == before;
		}

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			this.opened.incrementAndGet();
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended.incrementAndGet();
			if (span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR) {
				this.errors.incrementAndGet();
			}
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LoadApplication.class)
	static class Application {

		@Bean
		Counts counts() {
			return new Counts();
		}

	}

}
