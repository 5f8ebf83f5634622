package io.github.tracingboot.benchmarks.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.Tracing;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How long a traced call takes while the backend answers, and while it accepts and never
 * answers, in turns. Arguments: rounds, calls in each turn, file for the result.
 */
public final class HangingBackend {

	/** Ten thousand calls a second, so that a turn meets several exports. */
	private static final long PACE_NANOS = 100_000;

	private HangingBackend() {
	}

	public static void main(String[] args) throws IOException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 10;
		int calls = (args.length > 1) ? Integer.parseInt(args[1]) : 50_000;
		Results results = new Results("Latency with a hanging backend",
				"benchmarks/run.sh hanging " + rounds + ' ' + calls);
		try (Backend healthy = Backend.healthy();
				Backend hanging = Backend.hanging();
				ConfigurableApplicationContext up = start(healthy);
				ConfigurableApplicationContext stuck = start(hanging)) {
			Agent toHealthy = up.getBean(Agent.class);
			Agent toHanging = stuck.getBean(Agent.class);
			results.line(
					"%d calls in each turn, one every %d µs; the call itself works for some 2 µs. The first round is warm-up,"
							+ " in which the queue of the hanging one fills.",
					calls, PACE_NANOS / 1000);
			results.line("");
			results.line(
					"| round | healthy p50, ns | hanging p50, ns | ratio | healthy p99, ns | hanging p99, ns | ratio |");
			results.line("|---|---|---|---|---|---|---|");
			List<Double> p50 = new ArrayList<>();
			List<Double> p99 = new ArrayList<>();
			for (int round = 0; round <= rounds; round++) {
				double[] first = calls((round % 2 == 0) ? toHealthy : toHanging, calls);
				double[] second = calls((round % 2 == 0) ? toHanging : toHealthy, calls);
				double[] good = (round % 2 == 0) ? first : second;
				double[] bad = (round % 2 == 0) ? second : first;
				if (round > 0) {
					double[] row = { Results.quantile(good, 0.5), Results.quantile(bad, 0.5),
							Results.quantile(good, 0.99), Results.quantile(bad, 0.99) };
					p50.add(row[1] / row[0]);
					p99.add(row[3] / row[2]);
					results.line("| %d | %.0f | %.0f | %.3f | %.0f | %.0f | %.3f |", round, row[0], row[1],
							row[1] / row[0], row[2], row[3], row[3] / row[2]);
				}
			}
			results.line("");
			results.line("Hanging to healthy, median of the rounds: p50 **%.3f**, p99 **%.3f**.", Results.median(p50),
					Results.median(p99));
		}
		if (args.length > 2) {
			results.write(Path.of(args[2]));
		}
	}

	private static ConfigurableApplicationContext start(Backend backend) {
		return Tracing.STARTER.start(Application.class, "tracing.exporter.otlp.endpoint=" + backend.endpoint(),
				"tracing.exporter.otlp.protocol=http/protobuf", "tracing.exporter.shutdown-timeout=1s",
				"logging.level.root=off");
	}

	/** The time that each call took, paced by the clock. */
	private static double[] calls(Agent agent, int calls) {
		double[] nanos = new double[calls];
		long next = System.nanoTime();
		for (int i = 0; i < calls; i++) {
			next += PACE_NANOS;
			while (System.nanoTime() < next) {
				Thread.onSpinWait();
			}
			long start = System.nanoTime();
			agent.process(i);
			nanos[i] = System.nanoTime() - start;
		}
		return nanos;
	}

	/** What is called. */
	static class Agent {

		private double worked;

		@Traced
		double process(double seed) {
			double value = seed;
			for (int i = 0; i < 400; i++) {
				value = Math.sqrt(value + i);
			}
			this.worked += value;
			return this.worked;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Agent agent() {
			return new Agent();
		}

	}

}
