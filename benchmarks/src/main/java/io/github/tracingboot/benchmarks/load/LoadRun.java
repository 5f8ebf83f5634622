package io.github.tracingboot.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.trace.SdkTracerProvider;

import io.github.tracingboot.benchmarks.OtherJvm;
import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.Usage;
import io.github.tracingboot.benchmarks.export.Backend;
import io.github.tracingboot.benchmarks.load.LoadApplication.Client;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that waits for its turns: for each line, a kind of turn and a number of
 * messages, it answers with two figures, until the input ends. Argument: the mode.
 */
final class LoadRun {

	/** Messages a second, and CPU per message in microseconds. */
	static final String THROUGHPUT = "throughput";

	/** Median and 99th percentile of a hop in microseconds. */
	static final String LATENCY = "latency";

	private static final int IN_FLIGHT = 500;

	private final Client client;

	private LoadRun(Client client) {
		this.client = client;
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		try (Backend backend = Backend.healthy();
				ConfigurableApplicationContext context = LoadApplications.start(Mode.valueOf(args[0]), backend)) {
			LoadRun run = new LoadRun(context.getBean(Client.class));
			OtherJvm.answer((kind) -> {
				int messages = Integer.parseInt(kind.substring(kind.indexOf(' ') + 1));
				double[] figures = kind.startsWith(LATENCY) ? run.latency(messages) : run.throughput(messages);
				// The next turn is another's, and must not share the machine with this.
				context.getBeanProvider(SdkTracerProvider.class)
					.ifAvailable((tracing) -> tracing.forceFlush().join(10, TimeUnit.SECONDS));
				return figures;
			});
		}
	}

	/**
	 * Timed from reply to reply while as many messages as ever are under way: neither the
	 * start nor the end of a turn is in it.
	 */
	private double[] throughput(int messages) throws InterruptedException {
		Semaphore inFlight = new Semaphore(IN_FLIGHT);
		AtomicInteger replies = new AtomicInteger();
		long[] nanos = new long[2];
		long[] cpu = new long[2];
		this.client.observe((hop) -> {
		}, () -> {
			int reply = replies.incrementAndGet();
			if (reply == IN_FLIGHT || reply == IN_FLIGHT + messages) {
				int mark = (reply == IN_FLIGHT) ? 0 : 1;
				nanos[mark] = System.nanoTime();
				cpu[mark] = Usage.now().cpuNanos();
			}
			inFlight.release();
		});
		for (int i = 0; i < IN_FLIGHT + messages + IN_FLIGHT; i++) {
			await(inFlight, 1);
			this.client.publish("{\"query\":\"price\"}");
		}
		await(inFlight, IN_FLIGHT);
		return new double[] { messages * 1e9 / (nanos[1] - nanos[0]), (cpu[1] - cpu[0]) / 1e3 / messages };
	}

	/** One message a millisecond, so that none waits for another. */
	private double[] latency(int messages) throws InterruptedException {
		double[] hops = new double[messages];
		AtomicInteger hop = new AtomicInteger();
		Semaphore replied = new Semaphore(0);
		this.client.observe((nanos) -> hops[hop.getAndIncrement()] = nanos / 1e3, replied::release);
		long next = System.nanoTime();
		for (int i = 0; i < messages; i++) {
			next += 1_000_000;
			TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
			this.client.publish("{\"query\":\"price\"}");
		}
		await(replied, messages);
		return new double[] { Results.quantile(hops, 0.5), Results.quantile(hops, 0.99) };
	}

	private static void await(Semaphore semaphore, int permits) throws InterruptedException {
		if (!semaphore.tryAcquire(permits, 60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("No reply for a minute");
		}
	}

}
