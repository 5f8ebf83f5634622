package io.github.tracingboot.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link LoadRun} in a JVM of its own, which lives until this is closed. */
final class LoadProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	LoadProcess(Mode mode, int port) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// A small young generation: as many collections in one turn as in another.
		command.addAll(List.of("-Xmn16m", "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-Dspring.rabbitmq.port=" + port,
				"-cp", System.getProperty("java.class.path"), LoadRun.class.getName(), mode.name()));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.output = this.process.inputReader(StandardCharsets.UTF_8);
	}

	/** Has its turn, and is quiet again when this returns. */
	double[] turn(String kind, int messages) throws IOException {
		this.process.outputWriter(StandardCharsets.US_ASCII).append(kind + ' ' + messages + '\n').flush();
		List<String> other = new ArrayList<>();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(LoadRun.RESULT)) {
				return Arrays.stream(line.substring(LoadRun.RESULT.length()).split(" "))
					.mapToDouble(Double::parseDouble)
					.toArray();
			}
			other.add(line);
		}
		throw new IllegalStateException(String.join(System.lineSeparator(), other));
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	@Override
	public void close() throws IOException {
		this.process.outputWriter(StandardCharsets.US_ASCII).close();
		this.process.onExit().join();
	}

}
