package io.github.tracingboot.exporter;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.sdk.trace.export.SpanExporter;

/** What the console shows of a span. */
enum ConsoleFormat {

	FULL, COLLAPSED, JSON;

	// UTF-8 like Boot's console log: the tree's lines have no ASCII form.
	SpanExporter toStandardOutput() {
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		return switch (this) {
			case FULL -> ConsoleSpanExporter.to(out, TraceTree.View.FULL);
			case COLLAPSED -> ConsoleSpanExporter.to(out, TraceTree.View.COLLAPSED);
			case JSON -> new JsonSpanExporter(out);
		};
	}

}
