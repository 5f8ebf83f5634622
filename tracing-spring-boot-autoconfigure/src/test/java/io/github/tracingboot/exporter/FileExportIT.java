package io.github.tracingboot.exporter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The file as a whole application in a process of its own leaves it. */
class FileExportIT {

	@TempDir
	Path directory;

	@Test
	void aKilledProcessLeavesWholeLinesToTheNextOne() throws Exception {
		Path path = this.directory.resolve("spans.jsonl");
		int spans = 0;
		for (int i = 0; i < 2; i++) {
			Process child = start("exec \"$@\"", path);
			awaitSize(path, Files.exists(path) ? Files.size(path) + 200_000 : 200_000, child);
			child.destroyForcibly().waitFor();
			run(path, "after " + i);
			List<String> lines = Files.readAllLines(path);
			assertThat(names(lines.get(lines.size() - 1))).containsExactly("after " + i);
			int now = lines.stream().mapToInt((line) -> names(line).size()).sum();
			assertThat(now).isGreaterThan(spans + 50);
			spans = now;
		}
	}

	@Test
	void aFullDiskIsReportedAndLeavesWholeLines() throws Exception {
		Path path = this.directory.resolve("spans.jsonl");
		File output = this.directory.resolve("output").toFile();
		Process child = start("ulimit -f 300; exec \"$@\" > '" + output + "' 2>&1", path);
		try {
			awaitText(output.toPath(), "File too large", child);
			assertThat(child.isAlive()).isTrue();
			// Not killed: that may be in the middle of a line.
			child.destroy();
			assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			child.destroyForcibly().waitFor();
		}
		assertThat(Files.readString(output.toPath()))
			.contains("Spans cannot be sent to file " + path + ": IOException: File too large")
			.contains("the application is not affected");
		assertThat(Files.readString(path)).endsWith("\n");
		assertThat(Files.readAllLines(path)).isNotEmpty().allSatisfy((line) -> assertThat(names(line)).isNotEmpty());
	}

	private static Process start(String script, Path path) throws IOException {
		return new ProcessBuilder("sh", "-c", script, "sh", System.getProperty("java.home") + "/bin/java",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp",
				System.getProperty("java.class.path"), Child.class.getName(), path.toString())
			.start();
	}

	private static ConfigurableApplicationContext application(Path path, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(Map.of("spring.application.name", "child", "tracing.exporter.file.path", path.toString(),
					"tracing.exporter.batch.schedule-delay", "1ms", "tracing.exporter.batch.max-batch-size", "10"))
			.run(arguments);
	}

	private static void run(Path path, String name) {
		try (ConfigurableApplicationContext context = application(path)) {
			context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
		}
	}

	private static void awaitSize(Path path, long size, Process child) throws IOException, InterruptedException {
		for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !Files.exists(path)
				|| Files.size(path) < size;) {
			await(end, child);
		}
	}

	private static void awaitText(Path path, String text, Process child) throws IOException, InterruptedException {
		for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !Files.exists(path)
				|| !Files.readString(path).contains(text);) {
			await(end, child);
		}
	}

	private static void await(long end, Process child) throws InterruptedException {
		assertThat(System.nanoTime()).isLessThan(end);
		assertThat(child.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
	}

	private static List<String> names(String line) {
		return JsonPath.parse(line).read("resourceSpans[*].scopeSpans[*].spans[*].name");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class Child {

		public static void main(String[] arguments) {
			Tracer tracer = application(Path.of(arguments[0])).getBean(Tracer.class);
			while (true) {
				tracer.spanBuilder("work").startSpan().setAttribute("text", "x".repeat(2000)).end();
			}
		}

	}

}
