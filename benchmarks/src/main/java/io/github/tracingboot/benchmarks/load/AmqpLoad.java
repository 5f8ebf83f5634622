package io.github.tracingboot.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.tracingboot.benchmarks.Results;

/**
 * Publish, process and reply through RabbitMQ, untraced and traced in turns, each turn in
 * a JVM of its own after a warm-up. Arguments: rounds, messages, file for the result; the
 * broker is the one of {@code -Dspring.rabbitmq.*}, by default on this machine.
 */
public final class AmqpLoad {

	private AmqpLoad() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 3;
		int messages = (args.length > 1) ? Integer.parseInt(args[1]) : 100_000;
		Results results = new Results("Load on RabbitMQ", "benchmarks/run.sh load " + rounds + ' ' + messages);
		results.line("%d messages published, processed and replied to in each turn, two hops and four spans each."
				+ " *header*: not traced, but with a traceparent in each message; *unsampled*: the sampler takes none; *recorded*: every span is recorded, and dropped when it ends;"
				+ " *exported*: every span is sent to a receiver in the same JVM."
				+ " CPU is that of the application, without the broker's."
				+ " The latency is from publish to listener at one message a millisecond.", messages);
		results.line("");
		results.line("| round | mode | messages/s | CPU, µs/message | hop p50, µs | hop p99, µs |");
		results.line("|---|---|---|---|---|---|");
		Map<Mode, List<double[]>> turns = new EnumMap<>(Mode.class);
		for (int round = 0; round < rounds; round++) {
			for (int i = 0; i < Mode.values().length; i++) {
				Mode mode = Mode.values()[(i + round) % Mode.values().length];
				double[] turn = run(mode, messages);
				turns.computeIfAbsent(mode, (key) -> new ArrayList<>()).add(turn);
				results.line("| %d | %s | %.0f | %.1f | %.0f | %.0f |", round + 1, mode.argument(), turn[0], turn[1],
						turn[2], turn[3]);
			}
		}
		results.line("");
		results.line("Median of the rounds, each against the untraced turn of the same round:");
		results.line("");
		results.line("| mode | messages/s | CPU per message | hop p50 | hop p99 |");
		results.line("|---|---|---|---|---|");
		List<double[]> untraced = turns.getOrDefault(Mode.UNTRACED, List.of());
		turns.forEach((mode, all) -> results.line("| %s | **×%.3f** | ×%.2f, %+.1f µs | %+.0f µs | %+.0f µs |",
				mode.argument(), ratio(all, untraced, 0), ratio(all, untraced, 1), difference(all, untraced, 1),
				difference(all, untraced, 2), difference(all, untraced, 3)));
		if (args.length > 2) {
			results.write(Path.of(args[2]));
		}
	}

	private static double ratio(List<double[]> turns, List<double[]> untraced, int figure) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < turns.size(); i++) {
			ratios.add(turns.get(i)[figure] / untraced.get(i)[figure]);
		}
		return Results.median(ratios);
	}

	private static double difference(List<double[]> turns, List<double[]> untraced, int figure) {
		List<Double> differences = new ArrayList<>();
		for (int i = 0; i < turns.size(); i++) {
			differences.add(turns.get(i)[figure] - untraced.get(i)[figure]);
		}
		return Results.median(differences);
	}

	private static double[] run(Mode mode, int messages) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		System.getProperties()
			.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("spring."))
			.forEach((name) -> command.add("-D" + name + '=' + System.getProperty(name)));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoadRun.class.getName(), mode.argument(),
				Integer.toString(messages)));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		List<String> output = new ArrayList<>();
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.add(line);
			}
		}
		if (process.waitFor() != 0) {
			throw new IllegalStateException(String.join(System.lineSeparator(), output));
		}
		String result = output.stream().filter((line) -> line.startsWith(LoadRun.RESULT)).findFirst().orElseThrow();
		return Arrays.stream(result.substring(LoadRun.RESULT.length()).split(" "))
			.mapToDouble(Double::parseDouble)
			.toArray();
	}

	private enum Mode {

		UNTRACED, HEADER, UNSAMPLED, RECORDED, EXPORTED;

		String argument() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
