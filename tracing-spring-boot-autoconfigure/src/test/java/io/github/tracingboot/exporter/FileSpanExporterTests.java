package io.github.tracingboot.exporter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import com.jayway.jsonpath.JsonPath;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class FileSpanExporterTests {

	@TempDir
	Path directory;

	private Path path;

	@BeforeEach
	void path() {
		this.path = this.directory.resolve("spans.jsonl");
	}

	@Test
	void eachBatchIsALine() throws IOException {
		FileSpanExporter exporter = exporter("1MB");
		assertThat(exporter.export(List.of(span("a"), span("b"))).isSuccess()).isTrue();
		assertThat(exporter.export(List.of(span("c"))).isSuccess()).isTrue();
		assertThat(exporter.flush().isSuccess()).isTrue();
		assertThat(exporter.shutdown().isSuccess()).isTrue();
		assertThat(Files.readAllLines(this.path)).extracting(FileSpanExporterTests::names)
			.containsExactly(List.of("a", "b"), List.of("c"));
	}

	@Test
	void aBatchThatTheCollectorWouldCutInTwoIsSeveralLines() throws IOException {
		FileSpanExporter exporter = exporter("100MB");
		List<String> names = IntStream.range(0, 7).mapToObj((i) -> i + "ä".repeat(150_000)).toList();
		exporter.export(names.stream().map(FileSpanExporterTests::span).toList());
		exporter.shutdown();
		List<String> lines = Files.readAllLines(this.path);
		assertThat(lines).hasSizeBetween(3, 4)
			.allSatisfy((line) -> assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1024 * 1024));
		assertThat(lines.stream().flatMap((line) -> names(line).stream())).containsExactlyElementsOf(names);
	}

	@Test
	void aFailureIsTheResult() throws IOException {
		FileSpanExporter exporter = exporter("1KB");
		Files.createDirectories(this.directory.resolve("spans.jsonl.1/full"));
		assertThat(exporter.export(List.of(span("a".repeat(800)))).isSuccess()).isTrue();
		assertThat(exporter.export(List.of(span("b".repeat(800)))).getFailureThrowable())
			.isInstanceOf(IOException.class);
		exporter.shutdown();
		assertThat(Files.readAllLines(this.path)).hasSize(1);
	}

	@Test
	void nothingIsWrittenAfterShutdown() {
		FileSpanExporter exporter = exporter("1MB");
		assertThat(exporter.shutdown().isSuccess()).isTrue();
		assertThat(exporter.shutdown().isSuccess()).isTrue();
		assertThat(exporter.export(List.of(span("a"))).isSuccess()).isFalse();
		assertThat(this.path).isEmptyFile();
	}

	@Test
	void theConsoleHasALineForEachSpan() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		JsonSpanExporter exporter = new JsonSpanExporter(new PrintStream(out, false, StandardCharsets.UTF_8));
		assertThat(exporter.export(List.of(span("ä"), span("b"))).isSuccess()).isTrue();
		assertThat(out.toString(StandardCharsets.UTF_8).lines()).extracting(FileSpanExporterTests::names)
			.containsExactly(List.of("ä"), List.of("b"));
	}

	private FileSpanExporter exporter(String maxSize) {
		return FileSpanExporter.of(new ExporterProperties.File(this.path.toString(), DataSize.parse(maxSize), 2));
	}

	private static SpanData span(String name) {
		return TestSpans.span("shop", name, SpanKind.INTERNAL, "1", null).build();
	}

	private static List<String> names(String line) {
		return JsonPath.parse(line).read("resourceSpans[*].scopeSpans[*].spans[*].name");
	}

}
