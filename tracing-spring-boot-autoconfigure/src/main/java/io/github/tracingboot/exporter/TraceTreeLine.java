package io.github.tracingboot.exporter;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A span's line in a tree.
 *
 * @param depth distance from the root as it is drawn
 * @param call the span of a call to another service that the line stands for
 */
record TraceTreeLine(SpanData span, TraceTree.View view, int depth, @Nullable SpanData call) {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final List<AttributeKey<String>> CALLED_SERVICE = Stream
		.of("peer.service", "db.system.name", "db.system", "server.address")
		.map(AttributeKey::stringKey)
		.toList();

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

	private static final int MAX_LABEL = 100;

	private static final int MAX_ERROR = 200;

	private static final String GAP = "  ";

	static String draw(List<TraceTreeLine> lines) {
		String[] labels = new String[lines.size()];
		String[] kinds = new String[lines.size()];
		int labelWidth = 0;
		int kindWidth = 0;
		// From the last line up, so that a line knows what follows it on each level.
		boolean[] siblingFollows = new boolean[lines.stream().mapToInt(TraceTreeLine::depth).max().orElse(0) + 1];
		int depthBelow = 0;
		for (int i = lines.size() - 1; i >= 0; i--) {
			TraceTreeLine line = lines.get(i);
			labels[i] = branches(line.depth, siblingFollows) + line.label();
			kinds[i] = line.kind(depthBelow <= line.depth);
			labelWidth = Math.max(labelWidth, labels[i].length());
			kindWidth = Math.max(kindWidth, kinds[i].length());
			siblingFollows[line.depth] = true;
			for (int deeper = line.depth + 1; deeper < siblingFollows.length; deeper++) {
				siblingFollows[deeper] = false;
			}
			depthBelow = line.depth;
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < labels.length; i++) {
			pad(text, labels[i], labelWidth).append(GAP);
			if (kindWidth > 0) {
				pad(text, kinds[i], kindWidth).append(GAP);
			}
			SpanData span = lines.get(i).span;
			text.append('[').append(duration(span.getEndEpochNanos() - span.getStartEpochNanos())).append(']');
			text.append(error(span)).append('\n');
		}
		return text.toString();
	}

	static String service(SpanData span) {
		return Objects.requireNonNullElse(span.getResource().getAttribute(SERVICE_NAME), "unknown_service");
	}

	private static String branches(int depth, boolean[] siblingFollows) {
		StringBuilder text = new StringBuilder();
		for (int level = 1; level < depth; level++) {
			text.append(siblingFollows[level] ? "│  " : "   ");
		}
		return (depth == 0) ? "" : text.append(siblingFollows[depth] ? "├─ " : "└─ ").toString();
	}

	private String label() {
		String service = service(this.span);
		if (this.call != null) {
			Attributes attributes = this.call.getAttributes();
			service = CALLED_SERVICE.stream().map(attributes::get).filter(Objects::nonNull).findFirst().orElse(service);
		}
		return printable(service + ": " + this.span.getName(), MAX_LABEL);
	}

	private String kind(boolean leaf) {
		boolean plain = this.view == TraceTree.View.COLLAPSED && leaf && this.depth > 0;
		return (plain || this.span.getKind() == SpanKind.INTERNAL) ? "" : this.span.getKind().name();
	}

	static String duration(long nanos) {
		if (nanos <= 0) {
			return "0 ms";
		}
		if (nanos < 999_500) {
			return Math.round(nanos / 1e3) + " µs";
		}
		if (nanos < 9_950_000) {
			return oneDecimal(nanos / 1e6) + " ms";
		}
		if (nanos < 999_500_000) {
			return Math.round(nanos / 1e6) + " ms";
		}
		if (nanos < 59_950_000_000L) {
			return oneDecimal(nanos / 1e9) + " s";
		}
		long seconds = Math.round(nanos / 1e9);
		return (seconds / 60) + " min " + (seconds % 60) + " s";
	}

	private static String oneDecimal(double value) {
		String text = String.format(Locale.ROOT, "%.1f", value);
		return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
	}

	private static String error(SpanData span) {
		if (span.getStatus().getStatusCode() != StatusCode.ERROR) {
			return "";
		}
		String type = span.getAttributes().get(ERROR_TYPE);
		String message = span.getStatus().getDescription();
		for (EventData event : span.getEvents()) {
			String exception = event.getAttributes().get(EXCEPTION_TYPE);
			if (exception != null) {
				type = exception;
				message = Objects.requireNonNullElse(event.getAttributes().get(EXCEPTION_MESSAGE), message);
			}
		}
		return " ERROR" + part(" ", type) + part((type != null) ? ": " : " ", message);
	}

	private static String part(String separator, @Nullable String text) {
		return (text == null || text.isBlank()) ? ""
				: separator + printable(text.strip().lines().findFirst().orElse(""), MAX_ERROR);
	}

	// Span names come from outside: none may move the cursor or break the line.
	private static String printable(String text, int max) {
		String cut = (text.length() > max) ? text.substring(0, max - 1) + "…" : text;
		return cut.replaceAll("\\p{Cntrl}", " ");
	}

	private static StringBuilder pad(StringBuilder text, String value, int width) {
		return text.append(value).append(" ".repeat(width - value.length()));
	}

}
