package io.github.tracingboot.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A RabbitMQ of our own on a port of its own, which may be killed; its queues survive.
 */
final class RabbitServer implements AutoCloseable {

	private final Path program;

	private final Path directory;

	private final int port;

	private final String options;

	private @Nullable Process process;

	RabbitServer(Path program, int port, String... options) throws IOException {
		this.program = program;
		this.port = port;
		this.options = String.join(" ", options);
		this.directory = Files.createTempDirectory("rabbit");
	}

	int port() {
		return this.port;
	}

	void start() throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(this.program.toString()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(file("output.log")));
		Map<String, String> environment = builder.environment();
		environment.put("HOME", this.directory.toString());
		environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
		environment.put("RABBITMQ_NODENAME", "benchmark" + this.port + "@localhost");
		environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
		environment.put("RABBITMQ_NODE_PORT", Integer.toString(this.port));
		environment.put("RABBITMQ_DIST_PORT", Integer.toString(this.port + 20_000));
		environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
				"-kernel inet_dist_use_interface {127,0,0,1} " + this.options);
		environment.put("RABBITMQ_MNESIA_BASE", file("mnesia").toString());
		environment.put("RABBITMQ_LOG_BASE", file("log").toString());
		environment.put("RABBITMQ_PID_FILE", file("pid").toString());
		environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", file("enabled_plugins").toString());
		this.process = builder.start();
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		while (!listens()) {
			if (System.nanoTime() > deadline || !this.process.isAlive()) {
				throw new IllegalStateException(
						"RabbitMQ does not start: " + Files.readString(file("output.log").toPath()));
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	/** The script that was started and what it has started. */
	Stream<ProcessHandle> processes() {
		Process process = Objects.requireNonNull(this.process);
		return Stream.concat(Stream.of(process.toHandle()), process.descendants());
	}

	/** As a power cut would: without a word to any client. */
	void kill() throws InterruptedException {
		Process process = this.process;
		if (process != null) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
			process.waitFor();
		}
	}

	@Override
	public void close() throws IOException, InterruptedException {
		kill();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private boolean listens() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private File file(String name) {
		return this.directory.resolve(name).toFile();
	}

}
