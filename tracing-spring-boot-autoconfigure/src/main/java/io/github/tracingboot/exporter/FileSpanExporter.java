package io.github.tracingboot.exporter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.core.InvalidConfigurationException;

/**
 * Writes OTLP/JSON lines to a file, in the form that the Collector's file receiver reads.
 */
final class FileSpanExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(FileSpanExporter.class);

	// The Collector's file receiver cuts lines of more than 1 MiB in two.
	private static final int MAX_LINE = 1_000_000;

	private final RotatingFile file;

	private boolean closed;

	FileSpanExporter(RotatingFile file) {
		this.file = file;
	}

	static FileSpanExporter of(ExporterProperties.File properties) {
		String given = Objects.requireNonNull(properties.path()).strip();
		try {
			Path path = Path.of(given);
			RotatingFile file = RotatingFile.open(path, properties.maxSize().toBytes(), properties.maxFiles());
			if (!file.path().equals(path)) {
				logger.warn("Spans are written to {}: another application writes to {}", file.path(), path);
			}
			return new FileSpanExporter(file);
		}
		catch (IOException | InvalidPathException ex) {
			throw new InvalidConfigurationException(
					"tracing.exporter.file.path is '" + given + "' but that file cannot be written (" + ex + ")",
					"Set tracing.exporter.file.path to a file in a directory that this process may write to.",
					"Remove tracing.exporter.file.path: no file is written then.");
		}
	}

	@Override
	public synchronized CompletableResultCode export(Collection<SpanData> spans) {
		if (this.closed) {
			return CompletableResultCode.ofFailure();
		}
		try {
			StringBuilder lines = new StringBuilder();
			addLines(List.copyOf(spans), lines);
			this.file.append(lines.toString().getBytes(StandardCharsets.UTF_8));
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	private static void addLines(List<SpanData> spans, StringBuilder lines) {
		String line = OtlpJson.line(spans);
		if (spans.size() > 1 && utf8Length(line) > MAX_LINE) {
			int middle = spans.size() / 2;
			addLines(spans.subList(0, middle), lines);
			addLines(spans.subList(middle, spans.size()), lines);
		}
		else {
			lines.append(line);
		}
	}

	private static int utf8Length(String line) {
		return (line.length() > MAX_LINE) ? line.length() : line.getBytes(StandardCharsets.UTF_8).length;
	}

	@Override
	public CompletableResultCode flush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public synchronized CompletableResultCode shutdown() {
		this.closed = true;
		try {
			this.file.close();
			return CompletableResultCode.ofSuccess();
		}
		catch (IOException ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	@Override
	public String toString() {
		return "file " + this.file.path();
	}

}
