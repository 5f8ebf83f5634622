package io.github.tracingboot.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.report.Limit;
import io.github.tracingboot.benchmarks.report.Measure;

/** The page of {@link AmqpLoad}. */
final class LoadReport {

	private final List<Map<Mode, List<double[]>>> throughput = new ArrayList<>();

	private final List<Map<Mode, List<double[]>>> latency = new ArrayList<>();

	private final int sets;

	private final int rounds;

	private final int messages;

	private final String cores;

	LoadReport(int sets, int rounds, int messages, String cores) {
		this.sets = sets;
		this.rounds = rounds;
		this.messages = messages;
		this.cores = cores;
	}

	/** From here on, other JVMs. */
	void nextSet() {
		this.throughput.add(new EnumMap<>(Mode.class));
		this.latency.add(new EnumMap<>(Mode.class));
	}

	void throughput(Mode mode, double[] figures) {
		this.throughput.get(this.throughput.size() - 1).computeIfAbsent(mode, (key) -> new ArrayList<>()).add(figures);
	}

	void latency(Mode mode, double[] figures) {
		this.latency.get(this.latency.size() - 1).computeIfAbsent(mode, (key) -> new ArrayList<>()).add(figures);
	}

	void write(@Nullable Path file) throws IOException {
		Results page = new Results("Load on RabbitMQ",
				"benchmarks/run.sh load " + this.sets + ' ' + this.messages + ' ' + this.cores);
		page.line("Messages published, processed and replied to, two hops and four spans each, in %d sets of %d rounds:"
				+ " in each round, every mode has a turn of %d messages, in an order of chance; for each set, every mode has a new JVM."
				+ " Application and broker share the core %s."
				+ " *untraced again*: the same application once more, for what the measurement itself is worth;"
				+ " *header*: not traced, but with a traceparent in each message; *unsampled*: the sampler takes none;"
				+ " *recorded*: every span is recorded, and dropped when it ends;"
				+ " *exported*: every span is sent to a receiver in the same JVM."
				+ " CPU is that of the application, without the broker's."
				+ " The latency is from publish to listener at one message a millisecond.", this.sets, this.rounds,
				this.messages, this.cores);
		page.line("");
		page.line("Median of the turns, and the quartiles:");
		page.line("");
		page.line("| mode | messages/s | CPU, µs/message | hop p50, µs | hop p99, µs |");
		page.line("|---|---|---|---|---|");
		for (Mode mode : Mode.values()) {
			page.line("| %s | %s | %s | %s | %s |", mode, quartiles(this.throughput, mode, 0, 0),
					quartiles(this.throughput, mode, 1, 1), quartiles(this.latency, mode, 0, 0),
					quartiles(this.latency, mode, 1, 0));
		}
		ratios(page, Mode.UNTRACED);
		ratios(page, Mode.HEADER);
		page.line("");
		page.line("| messages/s | measured | at least | held |");
		page.line("|---|---|---|---|");
		page.line(
				Limit.atLeast("unsampled to untraced", ratio(this.throughput, Mode.UNSAMPLED, Mode.UNTRACED, 0), 0.99));
		page.line(Limit.atLeast("recorded to untraced", ratio(this.throughput, Mode.RECORDED, Mode.UNTRACED, 0), 0.95));
		if (file != null) {
			page.write(file);
		}
	}

	private void ratios(Results page, Mode base) {
		page.line("");
		page.line("Each turn to the *%s* one of its round: the median of a set, the mean of the sets and its error:",
				base);
		page.line("");
		page.line("| mode | messages/s | CPU per message | hop p50 | hop p99 |");
		page.line("|---|---|---|---|---|");
		for (Mode mode : Mode.values()) {
			if (mode.compareTo(base) > 0) {
				page.line("| %s | **%s** | %s | %s | %s |", mode, text(ratio(this.throughput, mode, base, 0)),
						text(ratio(this.throughput, mode, base, 1)), text(ratio(this.latency, mode, base, 0)),
						text(ratio(this.latency, mode, base, 1)));
			}
		}
	}

	private static Measure ratio(List<Map<Mode, List<double[]>>> sets, Mode mode, Mode base, int figure) {
		return Measure.mean(sets.stream().mapToDouble((turns) -> ratio(turns, mode, base, figure)).toArray());
	}

	private static double ratio(Map<Mode, List<double[]>> turns, Mode mode, Mode base, int figure) {
		double[] of = figures(turns, mode, figure);
		double[] to = figures(turns, base, figure);
		double[] ratios = new double[of.length];
		for (int i = 0; i < of.length; i++) {
			ratios[i] = of[i] / to[i];
		}
		return Results.quantile(ratios, 0.5);
	}

	private static double[] figures(Map<Mode, List<double[]>> turns, Mode mode, int figure) {
		return turns.getOrDefault(mode, List.of()).stream().mapToDouble((turn) -> turn[figure]).toArray();
	}

	private static String text(Measure ratio) {
		return String.format(Locale.ROOT, "×%.3f ± %.3f", ratio.value(), ratio.error());
	}

	private static String quartiles(List<Map<Mode, List<double[]>>> sets, Mode mode, int figure, int digits) {
		double[] values = sets.stream()
			.flatMapToDouble((turns) -> Arrays.stream(figures(turns, mode, figure)))
			.toArray();
		String format = "%." + digits + 'f';
		return String.format(Locale.ROOT, format + " (" + format + " to " + format + ')', Results.quantile(values, 0.5),
				Results.quantile(values, 0.25), Results.quantile(values, 0.75));
	}

}
