package io.github.tracingboot.sample.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

import org.springframework.util.FileSystemUtils;

/** Redis itself, as a child process that keeps its data in memory. */
record EmbeddedRedis(Process process, int port, Path directory) implements Embedded {

	// The other one needs libraries of the machine; this one has all in it.
	private static final String WITHOUT_LIBRARIES = "/redis-server-6.2.7-linux-386";

	static EmbeddedRedis start() {
		try {
			return start(ExecutableProvider.newProvidedVersionsMap());
		}
		catch (IOException ex) {
			return startWithoutLibraries(ex);
		}
	}

	private static EmbeddedRedis startWithoutLibraries(IOException failure) {
		try {
			return start(Map.of(OsArchitecture.detectOSandArchitecture(), WITHOUT_LIBRARIES));
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
			throw new UncheckedIOException(
					"The embedded Redis did not start; use one of yours with --spring.data.redis.host=…", failure);
		}
	}

	private static EmbeddedRedis start(Map<OsArchitecture, String> executables) throws IOException {
		Path directory = Files.createTempDirectory("chimera-redis");
		File executable = ExecutableProvider.newJarResourceProvider(directory::toFile, executables).get();
		int port = freePort();
		Process process = new ProcessBuilder(executable.getPath(), "--bind", "127.0.0.1", "--port",
				String.valueOf(port), "--save", "", "--appendonly", "no")
			.redirectErrorStream(true)
			.directory(directory.toFile())
			.start();
		awaitReady(process);
		return new EmbeddedRedis(process, port, directory);
	}

	// Reads on until the process ends, or it would stop at a full pipe.
	private static void awaitReady(Process process) throws IOException {
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder output = new StringBuilder();
		String line = lines.readLine();
		while (line != null && !line.contains("Ready to accept connections")) {
			output.append(line).append('\n');
			line = lines.readLine();
		}
		if (line == null) {
			throw new IOException("redis-server said: " + output);
		}
		Thread reader = new Thread(() -> drain(lines), "redis-output");
		reader.setDaemon(true);
		reader.start();
	}

	private static void drain(BufferedReader lines) {
		try (Stream<String> rest = lines.lines()) {
			rest.forEach((line) -> {
			});
		}
		catch (UncheckedIOException ex) {
			// The process has ended.
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public Map<String, Object> properties() {
		return Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", this.port);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(2, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			// It is a temporary directory.
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
