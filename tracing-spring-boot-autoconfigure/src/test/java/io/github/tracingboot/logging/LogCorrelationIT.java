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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each in a JVM of its own: the first use of the context decides for the whole JVM. */
class LogCorrelationIT {

	private static final String NO_WEB = "--spring.main.web-application-type=none";

	private static final String TOO_LATE = "Log lines will carry no trace ids";

	private static final String NO_IDS = "[" + " ".repeat(49) + "]";

	/** One after the other in one JVM. */
	@ParameterizedTest
	@EnumSource
	void whateverTheLinesLookLikeTheyHaveTheIdsAndLoseThemAfterwards(LoggingLibrary library, @TempDir Path directory)
			throws Exception {
		Path file = directory.resolve("application.log");
		List<List<String>> outputs = run(library,
				// First: a later one of Log4j has no file on Spring Boot 4.
				List.of("--logging.structured.format.console=logstash", "--logging.structured.format.file=ecs",
						"--logging.file.name=" + file, NO_WEB),
				List.of("--logging.structured.format.console=gelf", NO_WEB), List.of("--server.port=0"),
				List.of("--logging.pattern.console=<%X>_%m%n", NO_WEB),
				List.of("--logging.pattern.correlation=own:%X{span_id}:", NO_WEB), List.of("--server.port=0"));
		assertStructured(outputs.get(0));
		assertThat(Files.readAllLines(file)).as("file").anyMatch(LogCorrelationIT::isWorkWithIds);
		assertStructured(outputs.get(1));
		assertDefaultLine(outputs.get(2));
		assertThat(outputs.get(3)).as("MDC")
			.contains(library.emptyMdc + "_before", library.emptyMdc + "_after")
			.anyMatch((line) -> line.matches("<.*>_working") && line.matches(".*trace_id=[0-9a-f]{32}.*")
					&& line.matches(".*span_id=[0-9a-f]{16}.*") && line.matches(".*trace_flags=0[13].*"));
		assertThat(outputs.get(4)).as("correlation that the user has set")
			.anyMatch((line) -> line.matches(".* own:[0-9a-f]{16}:\\S+ +: working"));
		assertDefaultLine(outputs.get(5));
		assertThat(outputs).allSatisfy((lines) -> assertThat(lines).noneMatch((line) -> line.contains(TOO_LATE)));
	}

	private static void assertDefaultLine(List<String> lines) {
		assertThat(lines).filteredOn((line) -> line.endsWith(": working"))
			.hasSize(1)
			.allMatch((line) -> line.matches(".* \\[[0-9a-f]{32}-[0-9a-f]{16}] \\S+ +: working"));
		assertThat(lines).filteredOn((line) -> line.endsWith(": before") || line.endsWith(": after"))
			.hasSize(2)
			.allMatch((line) -> line.contains(NO_IDS));
	}

	private static void assertStructured(List<String> lines) {
		assertThat(lines).anyMatch(LogCorrelationIT::isWorkWithIds)
			.noneMatch((line) -> line.contains("after") && line.contains("trace_id"));
	}

	private static boolean isWorkWithIds(String line) {
		return line.matches(".*\"(short_)?message\":\"working\".*")
				&& line.matches(".*\"_?trace_id\":\"[0-9a-f]{32}\".*")
				&& line.matches(".*\"_?span_id\":\"[0-9a-f]{16}\".*")
				&& line.matches(".*\"_?trace_flags\":\"0[13]\".*");
	}

	@ParameterizedTest
	@EnumSource
	void keysAreThoseOfTheUserAndBaggageIsAmongThem(LoggingLibrary library) throws Exception {
		List<String> lines = run(library,
				List.of("--server.port=0", "--tracing.logging.trace-id-key=traceId",
						"--tracing.logging.span-id-key=spanId", "--tracing.logging.trace-flags-key=flags",
						"--tracing.baggage.log-fields=job.*", "--logging.pattern.console=<%X>_%m%n"))
			.get(0);
		assertThat(lines).anyMatch((line) -> line.matches(".*<.*>_working") && line.matches(".*traceId=[0-9a-f]{32}.*")
				&& line.matches(".*spanId=[0-9a-f]{16}.*") && line.matches(".*flags=0[13].*")
				&& line.contains("job.id=7") && !line.contains("trace_id") && !line.contains("secret"));
		assertThat(lines).filteredOn((line) -> line.endsWith("_before") || line.endsWith("_after"))
			.hasSize(2)
			.noneMatch((line) -> line.contains("job.id") || line.contains("traceId"));
		assertThat(lines).noneMatch((line) -> line.contains(TOO_LATE));
	}

	@Test
	void nothingIsThereWhenSwitchedOff() throws Exception {
		// With Micrometer Tracing on the class path, Boot leaves room for ids of its own.
		List<String> options = List.of("--logging.pattern.level=%5p_<%X>", "--logging.expect-correlation-id=false",
				NO_WEB);
		List<List<String>> outputs = run(LoggingLibrary.LOGBACK, and(options, "--tracing.enabled=false"),
				and(options, "--tracing.logging.enabled=false"));
		assertThat(outputs).hasSize(2)
			.allSatisfy(
					(lines) -> assertThat(lines).anyMatch((line) -> line.contains("<>") && line.endsWith(": working"))
						.noneMatch((line) -> line.contains(NO_IDS) || line.contains(TOO_LATE)));
	}

	private static List<String> and(List<String> options, String more) {
		return Stream.concat(options.stream(), Stream.of(more)).toList();
	}

	@Test
	void applicationThatIsTooLateIsTold() throws Exception {
		assertThat(run(LoggingLibrary.LOG4J2, List.of("--late", NO_WEB)).get(0))
			.anyMatch((line) -> line.contains("WARN") && line.contains(TOO_LATE));
	}

	/** However late it is: the agent has a way of its own. */
	@Test
	void applicationWithTheJavaAgentIsNotTold() throws Exception {
		List<String> agent = List.of("-javaagent:" + System.getProperty("test.javaagent"),
				"-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none");
		List<String> lines = runWith(agent, LoggingLibrary.LOG4J2, List.of("--late", NO_WEB)).get(0);
		assertDefaultLine(lines);
		assertThat(lines).noneMatch((line) -> line.contains(TOO_LATE));
	}

	/** No matter how late: even where the context was in use before. */
	@Test
	void idsAreLookedUpInLogback() throws Exception {
		assertNothingWritten(run(LoggingLibrary.LOGBACK, List.of("--late", "--watched", NO_WEB)).get(0));
	}

	@Test
	void storageCanBeWrappedUntilTheContextIsUsed() throws Exception {
		List<String> lines = run(LoggingLibrary.LOGBACK, List.of("--wrapped", "--watched", NO_WEB)).get(0);
		assertThat(lines).anyMatch((line) -> line.endsWith(": wrapping"))
			.anyMatch((line) -> line.matches(".* \\[[0-9a-f]{32}-[0-9a-f]{16}] \\S+ +: refreshed"));
		assertNothingWritten(lines);
	}

	@Test
	void adapterThatIsNotLogbacksIsWrittenTo() throws Exception {
		assertDefaultLine(run(LoggingLibrary.LOGBACK, List.of("--foreign", NO_WEB)).get(0));
	}

	private static void assertNothingWritten(List<String> lines) {
		assertDefaultLine(lines);
		assertThat(lines).noneMatch((line) -> line.contains(TOO_LATE) || line.matches("written: (trace|span)_.*")
				|| line.contains("|-WARN"));
	}

	/** What each of the applications prints, which run one after the other in a JVM. */
	@SafeVarargs
	private static List<List<String>> run(LoggingLibrary library, List<String>... applications) throws Exception {
		return runWith(List.of("-Dio.opentelemetry.context.enableStrictContext=true"), library, applications);
	}

	@SafeVarargs
	private static List<List<String>> runWith(List<String> options, LoggingLibrary library,
			List<String>... applications) throws Exception {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(options);
		command.addAll(List.of("-cp", library.classPath(), LoggingApplication.class.getName()));
		for (List<String> application : applications) {
			command.addAll(application);
			command.add(LoggingApplication.AND);
		}
		command.remove(command.size() - 1);
		// Boot's Log4j2 leaves a file where the second application of a JVM starts.
		Process process = new ProcessBuilder(command).directory(new File("target")).redirectErrorStream(true).start();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(text).isZero();
			String[] parts = text.split(LoggingApplication.END + "\\R", -1);
			assertThat(parts).hasSize(applications.length + 1);
			return Stream.of(parts).limit(applications.length).map((part) -> part.lines().toList()).toList();
		}
		finally {
			process.destroy();
		}
	}

	enum LoggingLibrary {

		LOGBACK("<>") {
			@Override
			String classPath() {
				return System.getProperty("java.class.path");
			}
		},

		/** Which a class path has instead of the other, never beside it. */
		LOG4J2("<{}>") {
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

		private final String emptyMdc;

		LoggingLibrary(String emptyMdc) {
			this.emptyMdc = emptyMdc;
		}

		abstract String classPath() throws IOException;

	}

}
