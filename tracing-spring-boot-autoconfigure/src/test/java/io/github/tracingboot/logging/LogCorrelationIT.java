package io.github.tracingboot.logging;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

	@Test
	void structuredLogHasTheIds() throws Exception {
		assertThat(run("--logging.structured.format.console=logstash", NO_WEB))
			.anyMatch((line) -> line.contains("\"message\":\"working\"")
					&& line.matches(".*\"trace_id\":\"[0-9a-f]{32}\".*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--tracing.enabled=false", "--tracing.logging.enabled=false" })
	void nothingIsThereWhenSwitchedOff(String property) throws Exception {
		assertThat(run(property, "--logging.pattern.level=%5p <%X>", NO_WEB))
			.anyMatch((line) -> line.contains("<>") && line.endsWith(": working"))
			.noneMatch((line) -> line.contains(NO_IDS) || line.contains(TOO_LATE));
	}

	@Test
	void applicationThatIsTooLateIsTold() throws Exception {
		assertThat(run("--late", NO_WEB)).anyMatch((line) -> line.contains("WARN") && line.contains(TOO_LATE));
	}

	private static List<String> run(String... options) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(ProcessHandle.current().info().command().orElseThrow());
		command.add("-XX:TieredStopAtLevel=1");
		command.add("-Dio.opentelemetry.context.enableStrictContext=true");
		Stream.of(options).filter((option) -> option.startsWith("-D")).forEach(command::add);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoggingApplication.class.getName()));
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

}
