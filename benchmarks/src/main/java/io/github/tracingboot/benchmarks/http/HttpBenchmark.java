package io.github.tracingboot.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.tracingboot.benchmarks.Results;

import org.springframework.util.StringUtils;

/**
 * A request through a minimal application on Spring MVC: CPU time and bytes of the server
 * for each, in a JVM of its own for each way of tracing, in turns. Arguments: rounds,
 * requests, file for the result.
 */
public final class HttpBenchmark {

	private static final int CONNECTIONS = 4;

	private HttpBenchmark() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 5;
		int requests = (args.length > 1) ? Integer.parseInt(args[1]) : 40_000;
		Results results = new Results("HTTP request", "benchmarks/run.sh http " + rounds + ' ' + requests);
		results.line("`GET /orders/{id}` on Spring MVC and Tomcat, %d connections on the loopback; the load comes from"
				+ " another process. After a warm-up of twice as many, %d requests with a sampled `traceparent` are"
				+ " measured: CPU time of the server's process, bytes that its threads allocate.", CONNECTIONS,
				requests);
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
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// The same for all, and few collections.
		command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"));
		command.addAll(variant.jvmOptions());
		command.addAll(
				List.of("-cp", System.getProperty("java.class.path"), HttpServerRun.class.getName(), variant.name()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		List<String> output = new ArrayList<>();
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
				Writer commands = process.outputWriter(StandardCharsets.US_ASCII)) {
			int port = (int) await(reader, HttpServerRun.PORT, output)[0];
			double[] before;
			double[] after;
			try (HttpLoad load = new HttpLoad(port, CONNECTIONS)) {
				load.run(requests * 2);
				before = used(commands, reader, output);
				load.run(requests);
				after = used(commands, reader, output);
			}
			return new double[] { (after[0] - before[0]) / 1e3 / requests, (after[1] - before[1]) / requests };
		}
		finally {
			process.destroy();
			process.waitFor();
		}
	}

	private static double[] used(Writer commands, BufferedReader reader, List<String> output) throws IOException {
		commands.write('\n');
		commands.flush();
		return await(reader, HttpServerRun.USED, output);
	}

	private static double[] await(BufferedReader reader, String begin, List<String> output) throws IOException {
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			output.add(line);
			if (line.startsWith(begin)) {
				return Arrays.stream(StringUtils.tokenizeToStringArray(line.substring(begin.length()), " "))
					.mapToDouble(Double::parseDouble)
					.toArray();
			}
		}
		throw new IllegalStateException(String.join(System.lineSeparator(), output));
	}

}
