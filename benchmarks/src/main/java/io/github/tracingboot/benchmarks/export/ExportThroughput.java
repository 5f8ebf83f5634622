package io.github.tracingboot.benchmarks.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.tracingboot.benchmarks.OtherJvm;
import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.report.Limit;
import io.github.tracingboot.benchmarks.report.Measure;

/**
 * How many spans a second reach a backend: through what the starter sets up, and through
 * the SDK's batch processor and OTLP exporter, in turns. Each is in a JVM of its own, as
 * is the backend; both start again for each set of turns, because no two JVMs are alike.
 * Arguments: sets, spans in each turn, file for the result.
 */
public final class ExportThroughput {

	/** The same for both, and as many collections in one turn as in another. */
	private static final List<String> OPTIONS = List.of("-Xmn16m", "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

	/** Turns of each, not counted. */
	private static final int WARM_UP = 6;

	/** Turns of each in a set. */
	private static final int TURNS = 10;

	private final Backend backend;

	private final int spans;

	private ExportThroughput(Backend backend, int spans) {
		this.backend = backend;
		this.spans = spans;
	}

	public static void main(String[] args) throws IOException {
		int sets = (args.length > 0) ? Integer.parseInt(args[0]) : 15;
		int spans = (args.length > 1) ? Integer.parseInt(args[1]) : 200_000;
		Results results = new Results("Export throughput", "benchmarks/run.sh export " + sets + ' ' + spans);
		results.line(
				"Spans with ten attributes, OTLP over HTTP to a receiver in another process; the starter redacts them. A set is a new JVM of each with %d turns of"
						+ " %d spans after %d that are not counted, one after the other; its figures are medians.",
				TURNS, spans, WARM_UP);
		results.line("");
		results
			.line("| set | starter, spans/s | SDK | CPU, µs/span, starter | SDK | B/span, starter | SDK | rate, ratio"
					+ " | CPU, ratio |");
		results.line("|---|---|---|---|---|---|---|---|---|");
		double[] rates = new double[sets];
		double[] cpu = new double[sets];
		double[] bytes = new double[sets];
		try (Backend backend = Backend.healthy()) {
			for (int set = 0; set < sets; set++) {
				Turns measured = new ExportThroughput(backend, spans).measure();
				rates[set] = measured.ratio(0);
				cpu[set] = measured.ratio(1);
				bytes[set] = measured.ratio(2);
				results.line("| %d | %.0f | %.0f | %.2f | %.2f | %.0f | %.0f | %.3f | %.3f |", set + 1,
						measured.starter(0), measured.sdk(0), measured.starter(1), measured.sdk(1), measured.starter(2),
						measured.sdk(2), rates[set], cpu[set]);
			}
		}
		results.line("");
		results.line("The ratio of a set is the median of its pairs of turns; the mean of the sets and its error:");
		results.line("");
		results.line("| to the SDK | measured | limit | held |");
		results.line("|---|---|---|---|");
		results.line(Limit.atLeast("spans a second, at least", Measure.mean(rates), 0.97));
		results.line(new Limit("CPU per span, at most", Measure.mean(cpu), 1 / 0.97, "×").row());
		results.line(new Limit("bytes per span, at most", Measure.mean(bytes), 1, "×").row());
		if (args.length > 2) {
			results.write(Path.of(args[2]));
		}
	}

	private Turns measure() throws IOException {
		try (OtherJvm starter = new OtherJvm(OPTIONS, ExportRun.class, ExportRun.STARTER, this.backend.endpoint());
				OtherJvm sdk = new OtherJvm(OPTIONS, ExportRun.class, ExportRun.SDK, this.backend.endpoint())) {
			List<double[]> ofStarter = new ArrayList<>();
			List<double[]> ofSdk = new ArrayList<>();
			for (int turn = 0; turn < WARM_UP + TURNS; turn++) {
				boolean first = turn % 2 == 0;
				double[] one = turn(first ? starter : sdk);
				double[] other = turn(first ? sdk : starter);
				if (turn >= WARM_UP) {
					ofStarter.add(first ? one : other);
					ofSdk.add(first ? other : one);
				}
			}
			return new Turns(ofStarter, ofSdk);
		}
	}

	private double[] turn(OtherJvm jvm) throws IOException {
		long before = this.backend.spans();
		double[] figures = jvm.turn(Integer.toString(this.spans));
		long received = this.backend.spans() - before;
		if (received != this.spans) {
			throw new IllegalStateException("Received " + received + " of " + this.spans);
		}
		return figures;
	}

	/**
	 * The turns of two JVMs.
	 *
	 * @param starter those of the starter
	 * @param sdk those of the SDK, each beside one of the starter
	 */
	private record Turns(List<double[]> starter, List<double[]> sdk) {

		double starter(int figure) {
			return Results.median(this.starter.stream().map((turn) -> turn[figure]).toList());
		}

		double sdk(int figure) {
			return Results.median(this.sdk.stream().map((turn) -> turn[figure]).toList());
		}

		double ratio(int figure) {
			List<Double> ratios = new ArrayList<>();
			for (int i = 0; i < this.starter.size(); i++) {
				ratios.add(this.starter.get(i)[figure] / this.sdk.get(i)[figure]);
			}
			return Results.median(ratios);
		}

	}

}
