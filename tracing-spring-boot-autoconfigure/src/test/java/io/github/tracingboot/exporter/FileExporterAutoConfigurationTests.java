package io.github.tracingboot.exporter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FileExporterAutoConfigurationTests {

	private final ApplicationContextRunner runner = ExportingApplication.runner();

	@TempDir
	Path directory;

	@Test
	void withoutAPathThereIsNoFile() {
		this.runner.withPropertyValues("tracing.exporter.file.path= ")
			.run((context) -> assertThat(context).doesNotHaveBean(SpanExporter.class));
	}

	@Test
	void spansAreInTheFileWhenTheApplicationHasStopped() throws IOException {
		Path path = this.directory.resolve("traces/spans.jsonl");
		this.runner.withPropertyValues("tracing.exporter.file.path=" + path)
			.run((context) -> context.getBean(Tracer.class).spanBuilder("pay").startSpan().end());
		assertThat(Files.readAllLines(path)).singleElement().asString().contains("\"pay\"");
	}

	@Test
	void twoApplicationsHaveAFileEach(CapturedOutput output) throws IOException {
		Path path = this.directory.resolve("spans.jsonl");
		Path other = this.directory.resolve("spans-2.jsonl");
		ApplicationContextRunner both = this.runner.withPropertyValues("tracing.exporter.file.path=" + path);
		both.run((first) -> both.run((second) -> {
			first.getBean(Tracer.class).spanBuilder("first").startSpan().end();
			second.getBean(Tracer.class).spanBuilder("second").startSpan().end();
		}));
		assertThat(path).content().contains("first").doesNotContain("second");
		assertThat(other).content().contains("second").doesNotContain("first");
		assertThat(output).contains("Spans are written to " + other + ": another application writes to " + path);
	}

	@Test
	void sizeAndCountOfFilesAreThoseConfigured() {
		Path path = this.directory.resolve("spans.jsonl");
		this.runner
			.withPropertyValues("tracing.exporter.file.path=" + path, "tracing.exporter.file.max-size=1KB",
					"tracing.exporter.file.max-files=2", "tracing.exporter.batch.max-batch-size=1")
			.run((context) -> {
				for (int i = 0; i < 5; i++) {
					context.getBean(Tracer.class).spanBuilder("x".repeat(500)).startSpan().end();
				}
			});
		assertThat(this.directory.toFile().list()).containsExactlyInAnyOrder("spans.jsonl", "spans.jsonl.1");
	}

	@Test
	void aPathThatCannotBeWrittenStopsTheStart() {
		fails("tracing.exporter.file.path=" + this.directory, "tracing.exporter.file.path is '" + this.directory
				+ "' but that file cannot be written (java.io.IOException: it is not a regular file)");
		fails("tracing.exporter.file.path=/proc/spans.jsonl",
				"tracing.exporter.file.path is '/proc/spans.jsonl' but that file cannot be written");
		fails("tracing.exporter.file.path=/dev/null/spans.jsonl",
				"tracing.exporter.file.path is '/dev/null/spans.jsonl' but that file cannot be written");
		fails("tracing.exporter.file.path=a\0b", "but that file cannot be written (java.nio.file.InvalidPath");
	}

	@Test
	void sizesAndCountsOutOfRangeStopTheStart() {
		fails("tracing.exporter.file.max-size=1023B", "tracing.exporter.file.max-size is 1023B but must be from 1KB");
		fails("tracing.exporter.file.max-files=0", "tracing.exporter.file.max-files is 0 but must be from 1 to 1000");
	}

	private void fails(String property, String message) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining(message));
	}

	@Test
	void theConsoleHasJsonOnRequest(CapturedOutput output) {
		this.runner.withPropertyValues("tracing.exporter.console.enabled=true", "tracing.exporter.console.format=json")
			.run((context) -> context.getBean(Tracer.class).spanBuilder("pay").startSpan().end());
		assertThat(output.getOut().lines().filter((line) -> line.startsWith("{\"resourceSpans\":["))).singleElement()
			.asString()
			.contains("\"name\":\"pay\"");
	}

}
