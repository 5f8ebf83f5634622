package io.github.tracingboot.exporter;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Prints each span as a line of OTLP/JSON. */
final class JsonSpanExporter implements SpanExporter {

	private final PrintStream out;

	JsonSpanExporter(PrintStream out) {
		this.out = out;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		spans.forEach((span) -> this.out.print(OtlpJson.line(List.of(span))));
		return flush();
	}

	@Override
	public CompletableResultCode flush() {
		this.out.flush();
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return flush();
	}

}
