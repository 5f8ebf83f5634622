package io.github.tracingboot.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A main class of the benchmarks in a JVM of its own, which has a turn whenever it is
 * told to, and lives until this is closed.
 */
public final class OtherJvm implements AutoCloseable {

	private static final String RESULT = "RESULT ";

	private final Process process;

	private final BufferedReader output;

	/**
	 * Starts one.
	 * @param options of the JVM
	 * @param main a class that calls {@link #answer}
	 * @param args of it
	 */
	public OtherJvm(List<String> options, Class<?> main, String... args) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(args));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.output = this.process.inputReader(StandardCharsets.UTF_8);
	}

	/** Has its turn, and is quiet again when this returns its figures. */
	public double[] turn(String kind) throws IOException {
		this.process.outputWriter(StandardCharsets.US_ASCII).append(kind + '\n').flush();
		List<String> other = new ArrayList<>();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(RESULT)) {
				return Arrays.stream(line.substring(RESULT.length()).split(" "))
					.mapToDouble(Double::parseDouble)
					.toArray();
			}
			other.add(line);
		}
		throw new IllegalStateException(String.join(System.lineSeparator(), other));
	}

	public ProcessHandle handle() {
		return this.process.toHandle();
	}

	@Override
	public void close() throws IOException {
		this.process.outputWriter(StandardCharsets.US_ASCII).close();
		this.process.onExit().join();
	}

	/** In the other JVM: has a turn for each line of the input, until it ends. */
	public static void answer(Turn turn) throws IOException, InterruptedException {
		try (BufferedReader commands = new BufferedReader(
				new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				System.out.println(RESULT + Arrays.stream(turn.figures(line))
					.mapToObj(Double::toString)
					.collect(Collectors.joining(" ")));
			}
		}
	}

	/** What is done for a line of the input. */
	public interface Turn {

		double[] figures(String kind) throws IOException, InterruptedException;

	}

}
