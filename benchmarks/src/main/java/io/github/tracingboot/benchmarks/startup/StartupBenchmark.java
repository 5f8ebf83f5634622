package io.github.tracingboot.benchmarks.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.github.tracingboot.benchmarks.Results;
import io.github.tracingboot.benchmarks.report.Limit;
import io.github.tracingboot.benchmarks.report.Measure;

/**
 * Wall time, CPU time and memory of a minimal application with the starter and without,
 * each in a JVM of its own, in turns. Arguments: a file with the class path of the
 * starter, rounds, file for the result.
 */
public final class StartupBenchmark {

	/** What is there only because of the starter. */
	private static final Pattern STARTER = Pattern
		.compile("tracing-spring-boot|opentelemetry|okhttp|okio|kotlin|aspectj|spring-boot-starter-aop");

	private StartupBenchmark() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		List<String> with = List.of(Files.readString(Path.of(args[0])).trim().split(File.pathSeparator));
		List<String> without = with.stream().filter((jar) -> !STARTER.matcher(jar).find()).toList();
		int rounds = (args.length > 1) ? Integer.parseInt(args[1]) : 40;
		Results results = new Results("Startup", "benchmarks/run.sh startup " + rounds);
		results.line(
				"A minimal application (`spring-boot-starter` alone) with the starter and an OTLP endpoint, and without:"
						+ " until it has started, and its memory then. The first round is warm-up.");
		results.line("");
		results.line("| round | wall with, ms | without | CPU with, ms | without | RSS with, MiB | without |");
		results.line("|---|---|---|---|---|---|---|");
		List<Double> wall = new ArrayList<>();
		List<Double> cpu = new ArrayList<>();
		List<Double> memory = new ArrayList<>();
		Path classes = Files.createTempDirectory("startup");
		copyApplication(classes);
		for (int round = 0; round <= rounds; round++) {
			Start first = start(classes, (round % 2 == 0) ? with : without);
			Start second = start(classes, (round % 2 == 0) ? without : with);
			Start traced = (round % 2 == 0) ? first : second;
			Start plain = (round % 2 == 0) ? second : first;
			if (round > 0) {
				wall.add(traced.wallMillis() / plain.wallMillis());
				cpu.add(traced.cpuMillis() / plain.cpuMillis());
				memory.add(traced.mebibytes() - plain.mebibytes());
				results.line("| %d | %.0f | %.0f | %.0f | %.0f | %.1f | %.1f |", round, traced.wallMillis(),
						plain.wallMillis(), traced.cpuMillis(), plain.cpuMillis(), traced.mebibytes(),
						plain.mebibytes());
			}
		}
		results.line("");
		results.line("The mean of the rounds, in each of which one is compared with the other, and its error:");
		results.line("");
		results.line("| | measured | at most | held |");
		results.line("|---|---|---|---|");
		results.line(new Limit("wall time to that without", mean(wall), 1.2, "×").row());
		results.line(new Limit("CPU time to that without", mean(cpu), 1.2, "×").row());
		results.line(new Limit("more memory than without", mean(memory), 25, " MiB").row());
		if (args.length > 2) {
			results.write(Path.of(args[2]));
		}
	}

	private static Measure mean(List<Double> rounds) {
		return Measure.mean(rounds.stream().mapToDouble(Double::doubleValue).toArray());
	}

	/** Alone, so that neither class path has anything else of the benchmarks. */
	private static void copyApplication(Path classes) throws IOException {
		String name = MinimalApplication.class.getName().replace('.', '/') + ".class";
		Path file = classes.resolve(name);
		Files.createDirectories(file.getParent());
		try (InputStream in = MinimalApplication.class.getClassLoader().getResourceAsStream(name)) {
			Files.copy(in, file);
		}
	}

	private static Start start(Path classes, List<String> jars) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						classes + File.pathSeparator + String.join(File.pathSeparator, jars),
						MinimalApplication.class.getName(), "--tracing.exporter.otlp.endpoint=http://localhost:4318"));
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		List<String> output = new ArrayList<>();
		Start started = null;
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.add(line);
				if (line.startsWith(MinimalApplication.STARTED)) {
					double wallMillis = (System.nanoTime() - begin) / 1e6;
					double[] values = Arrays.stream(line.substring(MinimalApplication.STARTED.length()).split(" "))
						.mapToDouble(Double::parseDouble)
						.toArray();
					started = new Start(wallMillis, values[0], values[1] / 1024);
				}
			}
		}
		if (process.waitFor() != 0 || started == null) {
			throw new IllegalStateException(String.join(System.lineSeparator(), output));
		}
		return started;
	}

	private record Start(double wallMillis, double cpuMillis, double mebibytes) {
	}

}
