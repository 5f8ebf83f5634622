package io.github.tracingboot.logging;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each in a JVM of its own: the first use of the context decides for the whole JVM. */
class LogCorrelationIT {

	private static final String NO_WEB = "--spring.main.web-application-type=none";

	private static final String TOO_LATE = "Log lines will carry no trace ids";

	private static final String NO_IDS = "[" + " ".repeat(49) + "]";

	@Test
	void defaultLineOfEachApplicationHasTheIdsAndLosesThemAfterTheRequest() throws Exception {
		List<String> lines = run("-Dapplications=2", "--server.port=0");
		assertThat(lines).filteredOn((line) -> line.endsWith(": working"))
			.hasSize(2)
			.allMatch((line) -> line.matches(".* \\[[0-9a-f]{32}-[0-9a-f]{16}] \\S+ +: working"));
		assertThat(lines).filteredOn((line) -> line.endsWith(": before") || line.endsWith(": after"))
			.hasSize(4)
			.allMatch((line) -> line.contains(NO_IDS));
		assertThat(lines).noneMatch((line) -> line.contains(TOO_LATE));
	}

	@Test
	void mdcHoldsTheThreeKeysAndNothingIsLeft() throws Exception {
		assertThat(run("--logging.pattern.console=<%X> %m%n", NO_WEB)).contains("<> before", "<> after")
			.anyMatch((line) -> line.matches("<.*> working") && line.matches(".*trace_id=[0-9a-f]{32}.*")
					&& line.matches(".*span_id=[0-9a-f]{16}.*") && line.matches(".*trace_flags=0[13].*"));
	}

	@Test
	void correlationThatTheUserHasSetStays() throws Exception {
		assertThat(run("--logging.pattern.correlation=own:%X{span_id} ", NO_WEB))
			.anyMatch((line) -> line.matches(".* own:[0-9a-f]{16} \\S+ +: working"));
	}

	@ParameterizedTest
	@CsvSource({ "LOGBACK,logstash,ecs", "LOGBACK,gelf,", "LOG4J2,logstash,ecs", "LOG4J2,gelf," })
	void structuredLogHasTheIds(LoggingLibrary library, String console, @Nullable String file, @TempDir Path directory)
			throws Exception {
		Path written = directory.resolve("application.log");
		List<String> options = new ArrayList<>(List.of("--logging.structured.format.console=" + console, NO_WEB));
		if (file != null) {
			options.addAll(List.of("--logging.structured.format.file=" + file, "--logging.file.name=" + written));
		}
		assertThat(run(library, options.toArray(String[]::new))).anyMatch(LogCorrelationIT::isWorkWithIds)
			.noneMatch((line) -> line.contains("after") && line.contains("trace_id"));
		if (file != null) {
			assertThat(Files.readAllLines(written)).anyMatch(LogCorrelationIT::isWorkWithIds);
		}
	}

	private static boolean isWorkWithIds(String line) {
		return line.matches(".*\"(short_)?message\":\"working\".*")
				&& line.matches(".*\"_?trace_id\":\"[0-9a-f]{32}\".*")
				&& line.matches(".*\"_?span_id\":\"[0-9a-f]{16}\".*")
				&& line.matches(".*\"_?trace_flags\":\"0[13]\".*");
	}

	@Test
	void log4jShowsTheSameLine() throws Exception {
		List<String> lines = run(LoggingLibrary.LOG4J2, "--server.port=0");
		assertThat(lines).anyMatch((line) -> line.matches(".* \\[[0-9a-f]{32}-[0-9a-f]{16}] \\S+ +: working"));
		assertThat(lines).filteredOn((line) -> line.endsWith(": before") || line.endsWith(": after"))
			.hasSize(2)
			.allMatch((line) -> line.contains(NO_IDS));
	}

	@ParameterizedTest
	@EnumSource
	void keysAreThoseOfTheUserAndBaggageIsAmongThem(LoggingLibrary library) throws Exception {
		List<String> lines = run(library, "--server.port=0", "--tracing.logging.trace-id-key=traceId",
				"--tracing.logging.span-id-key=spanId", "--tracing.logging.trace-flags-key=flags",
				"--tracing.baggage.log-fields=job.*", "--logging.pattern.console=<%X> %m%n");
		assertThat(lines).anyMatch((line) -> line.matches(".*<.*> working") && line.matches(".*traceId=[0-9a-f]{32}.*")
				&& line.matches(".*spanId=[0-9a-f]{16}.*") && line.matches(".*flags=0[13].*")
				&& line.contains("job.id=7") && !line.contains("trace_id") && !line.contains("secret"));
		assertThat(lines).filteredOn((line) -> line.endsWith(" before") || line.endsWith(" after"))
			.hasSize(2)
			.noneMatch((line) -> line.contains("job.id") || line.contains("traceId"));
		assertThat(lines).noneMatch((line) -> line.contains(TOO_LATE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--tracing.enabled=false", "--tracing.logging.enabled=false" })
	void nothingIsThereWhenSwitchedOff(String property) throws Exception {
		// With Micrometer Tracing on the class path, Boot leaves room for ids of its own.
		assertThat(run(property, "--logging.pattern.level=%5p <%X>", "--logging.expect-correlation-id=false", NO_WEB))
			.anyMatch((line) -> line.contains("<>") && line.endsWith(": working"))
			.noneMatch((line) -> line.contains(NO_IDS) || line.contains(TOO_LATE));
	}

	@Test
	void applicationThatIsTooLateIsTold() throws Exception {
		assertThat(run("--late", NO_WEB)).anyMatch((line) -> line.contains("WARN") && line.contains(TOO_LATE));
	}

	private static List<String> run(String... options) throws Exception {
		return run(LoggingLibrary.LOGBACK, options);
	}

	private static List<String> run(LoggingLibrary library, String... options) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(ProcessHandle.current().info().command().orElseThrow());
		command.add("-XX:TieredStopAtLevel=1");
		command.add("-Dio.opentelemetry.context.enableStrictContext=true");
		Stream.of(options).filter((option) -> option.startsWith("-D")).forEach(command::add);
		command.addAll(List.of("-cp", library.classPath(), LoggingApplication.class.getName()));
		Stream.of(options).filter((option) -> option.startsWith("--")).forEach(command::add);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(text).isZero();
			return text.lines().toList();
		}
		finally {
			process.destroy();
		}
	}

	enum LoggingLibrary {

		LOGBACK {
			@Override
			String classPath() {
				return System.getProperty("java.class.path");
			}
		},

		/** Which a class path has instead of the other, never beside it. */
		LOG4J2 {
			@Override
			String classPath() throws IOException {
				List<String> entries = new ArrayList<>(
						List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
				entries.removeIf((entry) -> entry.contains("logback") || entry.contains("log4j"));
				try (Stream<Path> jars = Files.list(Path.of(System.getProperty("test.log4j2")))) {
					jars.map(Path::toString).forEach(entries::add);
				}
				return String.join(File.pathSeparator, entries);
			}
		};

		abstract String classPath() throws IOException;

	}

}
