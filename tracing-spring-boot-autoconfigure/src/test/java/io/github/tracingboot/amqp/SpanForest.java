package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/** Spans as the guide shows them: what is below what, what links to what. */
record SpanForest(List<SpanData> spans) {

	@Override
	public String toString() {
		List<String> lines = new ArrayList<>();
		for (SpanData span : sorted()) {
			if (find(span.getParentSpanId()).isEmpty()) {
				draw(span, "", "", lines);
			}
		}
		return String.join("\n", lines) + "\n";
	}

	private void draw(SpanData span, String first, String rest, List<String> lines) {
		lines.add(first + describe(span));
		List<SpanData> children = sorted().stream()
			.filter((each) -> each.getParentSpanId().equals(span.getSpanId()))
			.toList();
		for (int i = 0; i < children.size(); i++) {
			boolean last = i == children.size() - 1;
			draw(children.get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), lines);
		}
	}

	private String describe(SpanData span) {
		StringBuilder line = new StringBuilder(span.getName()).append("  ").append(span.getKind());
		if (span.getStatus().equals(StatusData.error())) {
			line.append("  ERROR");
		}
		List<String> events = span.getEvents().stream().map(EventData::getName).toList();
		if (!events.isEmpty()) {
			line.append("  events: ").append(String.join(", ", events));
		}
		for (LinkData link : span.getLinks()) {
			line.append("  link to: ")
				.append(find(link.getSpanContext().getSpanId()).map(SpanData::getName).orElse("elsewhere"));
		}
		return line.toString();
	}

	private Optional<SpanData> find(String spanId) {
		return this.spans.stream().filter((each) -> each.getSpanId().equals(spanId)).findFirst();
	}

	private List<SpanData> sorted() {
		return this.spans.stream().sorted(Comparator.comparingLong(SpanData::getStartEpochNanos)).toList();
	}

}
