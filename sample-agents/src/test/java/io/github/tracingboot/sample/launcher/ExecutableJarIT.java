package io.github.tracingboot.sample.launcher;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code java -jar sample-agents.jar}, as anybody runs it. */
class ExecutableJarIT {

	@TempDir
	Path temporary;

	private Path directory = Path.of("");

	@BeforeEach
	void createWorkingDirectory() throws Exception {
		this.directory = Files.createDirectory(this.temporary.resolve("work"));
	}

	@Test
	void onceAsksPrintsTheTreeAndExits(TestReporter reporter) throws Exception {
		long start = System.nanoTime();
		try (JarProcess jar = start("--once", "--server.port=0")) {
			assertThat(jar.await()).isZero();
			reporter.publishEntry("seconds from start to exit", String.valueOf((System.nanoTime() - start) / 1e9));
			Matcher parts = Pattern
				.compile("((?:\\d{4}-.* INFO .*\\R){4})(ZEC costs .*)\\R\\R((?:.*\\]\\R)+)\\R"
						+ "(?:linked to it:\\R(?:.*\\]\\R)+\\R){2}trace ([0-9a-f]{32})\\R\\s*")
				.matcher(jar.output());
			assertThat(parts.matches()).as(jar.output()).isTrue();
			ExpectedTree.assertCollapsed(parts.group(3));
			assertThat(parts.group(1).lines().limit(3)).allSatisfy((line) -> assertThat(line).contains(parts.group(4)));
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void onceWithoutAnAnswerFails() throws Exception {
		try (JarProcess jar = start("--once", "--server.port=0", "--chimera.exchange-api.url=http://127.0.0.1:1")) {
			assertThat(jar.await()).isEqualTo(1);
			assertThat(jar.output()).contains("exchange_api does not tell the price", "ERROR");
		}
	}

	@Test
	void withoutOnceItGoesOnUntilItIsStopped() throws Exception {
		try (JarProcess jar = start("--server.port=0", "--chimera.work.factor=0")) {
			await().atMost(Duration.ofMinutes(2)).until(() -> !jar.isAlive() || jar.output().contains("Ask more at"));
			Matcher url = Pattern.compile("Ask more at (\\S+),").matcher(jar.output());
			assertThat(url.find()).as(jar.output()).isTrue();
			assertThat(new Api(url.group(1)).ask("price", "Prefer", "wait").status()).isEqualTo(200);
			// The answer does not wait for the analysis.
			await().until(() -> jar.output().split("Analysing the data", -1).length == 3);
			String before = jar.output();
			List<ProcessHandle> redis = jar.children();
			assertThat(redis).hasSize(1);
			jar.close();
			// Not all of it: Spring AMQP may close a channel when its threads are gone.
			assertThat(jar.output().substring(before.length()).lines())
				.noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR ") || line.contains(" INFO "));
			assertThat(redis).noneMatch(ProcessHandle::isAlive);
		}
	}

	@Test
	void takenPortStopsEverything() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
				JarProcess jar = start("--server.port=" + taken.getLocalPort())) {
			assertThat(jar.await()).isEqualTo(1);
			assertThat(jar.output()).contains("Port " + taken.getLocalPort() + " was already in use");
		}
	}

	@Test
	void wrongConfigurationDoesNotStart() throws Exception {
		try (JarProcess jar = start("--tracing.sampling.probability=2")) {
			assertThat(jar.await()).isEqualTo(1);
			assertThat(jar.output()).contains("tracing.sampling.probability", "2.0", "0.0 to 1.0");
		}
	}

	@Test
	void severalProfilesAreRefused() throws Exception {
		try (JarProcess jar = start("--spring.profiles.active=query-agent,zcash-node")) {
			assertThat(jar.await()).isEqualTo(2);
			assertThat(jar.output()).contains("One profile at a time", "zcash-node", "query-agent");
		}
	}

	private JarProcess start(String... args) throws Exception {
		return JarProcess.start(this.directory, this.temporary.resolve("output"), List.of(args));
	}

}
