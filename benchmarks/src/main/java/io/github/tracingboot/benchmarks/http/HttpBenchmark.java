package io.github.tracingboot.benchmarks.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.tracingboot.benchmarks.OtherJvm;
import io.github.tracingboot.benchmarks.Results;

/**
 * A request through a minimal application on Spring MVC: CPU time and bytes of the server
 * for each, in a JVM of its own for each way of tracing, in turns. Arguments: rounds,
 * requests, file for the result.
 */
public final class HttpBenchmark {

	private static final int CONNECTIONS = 4;

	/** The same for all, and few collections. */
	private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

	private HttpBenchmark() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 5;
		int requests = (args.length > 1) ? Integer.parseInt(args[1]) : 40_000;
		Results results = new Results("HTTP request", "benchmarks/run.sh http " + rounds + ' ' + requests);
		results.line("`GET /orders/{id}` on Spring MVC and Tomcat, %d connections on the loopback; the load comes from"
				+ " another process. After a warm-up of twice as many, %d requests with a sampled `traceparent` are"
				+ " measured: CPU time of the server's threads, without that of its compilers, and bytes that they allocate.",
				CONNECTIONS, requests);
		results.line("");
		results.line("| round | traced by | CPU, µs/request | B/request |");
		results.line("|---|---|---|---|");
		Map<Variant, List<double[]>> turns = new EnumMap<>(Variant.class);
		Variant[] variants = Variant.values();
		for (int round = 0; round < rounds; round++) {
			for (int i = 0; i < variants.length; i++) {
				Variant variant = variants[(i + round) % variants.length];
				double[] turn = run(variant, requests);
				turns.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(turn);
				results.line("| %d | %s | %.1f | %.0f |", round + 1, variant.label(), turn[0], turn[1]);
			}
		}
		results.line("");
		results.line("Median of the rounds, and what is added to the untraced request of the same round:");
		results.line("");
		results.line("| traced by | CPU, µs/request | added | B/request | added |");
		results.line("|---|---|---|---|---|");
		List<double[]> untraced = turns.getOrDefault(Variant.UNTRACED, List.of());
		turns.forEach((variant, all) -> results.line("| %s | %.1f | **%+.1f** | %.0f | **%+.0f** |", variant.label(),
				median(all, 0), added(all, untraced, 0), median(all, 1), added(all, untraced, 1)));
		if (args.length > 2) {
			results.write(Path.of(args[2]));
		}
	}

	private static double median(List<double[]> turns, int figure) {
		return Results.median(turns.stream().map((turn) -> turn[figure]).toList());
	}

	private static double added(List<double[]> turns, List<double[]> untraced, int figure) {
		List<Double> differences = new ArrayList<>();
		for (int i = 0; i < turns.size(); i++) {
			differences.add(turns.get(i)[figure] - untraced.get(i)[figure]);
		}
		return Results.median(differences);
	}

	private static double[] run(Variant variant, int requests) throws IOException, InterruptedException {
		List<String> options = new ArrayList<>(OPTIONS);
		options.addAll(variant.jvmOptions());
		try (OtherJvm server = new OtherJvm(options, HttpServerRun.class, variant.name());
				HttpLoad load = new HttpLoad((int) server.turn(HttpServerRun.PORT)[0], CONNECTIONS)) {
			load.run(requests * 2);
			double[] before = server.turn(HttpServerRun.USED);
			load.run(requests);
			double[] after = server.turn(HttpServerRun.USED);
			return new double[] { (after[0] - before[0]) / 1e3 / requests, (after[1] - before[1]) / requests };
		}
	}

}
