package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The executable jar in a process of its own, in an empty working directory.
 */
final class JarProcess implements AutoCloseable {

	private static final Path JAR = Path.of("target", "sample-agents.jar").toAbsolutePath();

	private static final long TIMEOUT_SECONDS = 120;

	private final Process process;

	private final Path output;

	private JarProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts it.
	 * @param directory where it runs and where nothing may appear
	 * @param output file for what it prints
	 */
	static JarProcess start(Path directory, Path output, List<String> args) throws IOException {
		return start(directory, output, false, args);
	}

	/**
	 * Starts it.
	 * @param directory where it runs and where nothing may appear
	 * @param output file for what it prints
	 * @param aheadOfTime whether it runs as it was processed ahead of time
	 */
	static JarProcess start(Path directory, Path output, boolean aheadOfTime, List<String> args) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-Dspring.aot.enabled=" + aheadOfTime, "-jar", JAR.toString()));
		command.addAll(args);
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		return new JarProcess(builder.start(), output);
	}

	/**
	 * Waits until it exits.
	 * @return its exit status
	 */
	int await() throws InterruptedException {
		if (!this.process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("Still running: " + output());
		}
		return this.process.exitValue();
	}

	/** What it has started in turn. */
	List<ProcessHandle> children() {
		return this.process.descendants().toList();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
			throw new AssertionError("Does not stop: " + output());
		}
	}

}
