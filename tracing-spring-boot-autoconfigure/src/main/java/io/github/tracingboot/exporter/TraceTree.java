package io.github.tracingboot.exporter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Draws the spans of one trace as a tree with kinds and durations, children in the order
 * in which they started.
 *
 * <p>
 * A span whose parent is not among the spans is drawn as a root, so any part of a trace
 * can be drawn, from one process or from many.
 */
public final class TraceTree {

	/** How much of a trace is drawn. */
	public enum View {

		/** Every span. */
		FULL,

		/**
		 * One line for each piece of work: the two spans of a call from one service to
		 * another become the one of the service that was called. A message that nobody in
		 * the trace consumed is left out. A method that does nothing but one call to a
		 * database is one line, with the method's name and the database's. None of it
		 * hides a failure that no other line shows.
		 */
		COLLAPSED

	}

	// Keeps the drawing of a runaway recursion readable, and its size linear.
	private static final int MAX_DEPTH = 64;

	private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");

	private final View view;

	private final Map<String, SpanData> spans = new LinkedHashMap<>();

	private final Map<String, List<SpanData>> children = new LinkedHashMap<>();

	private final Set<String> reached = new HashSet<>();

	private final List<TraceTreeLine> lines = new ArrayList<>();

	private TraceTree(View view) {
		this.view = view;
	}

	/**
	 * Draws a trace.
	 * @param spansOfOneTrace the ended spans, in any order
	 * @param view how much of it to draw
	 * @return lines that each end with a line feed; empty when there is nothing to draw
	 */
	public static String render(Collection<SpanData> spansOfOneTrace, View view) {
		TraceTree tree = new TraceTree(view);
		tree.read(spansOfOneTrace);
		return TraceTreeLine.draw(tree.lines);
	}

	private void read(Collection<SpanData> given) {
		given.stream()
			.sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
			.forEach((span) -> this.spans.putIfAbsent(span.getSpanId(), span));
		List<SpanData> roots = new ArrayList<>();
		for (SpanData span : this.spans.values()) {
			if (this.spans.containsKey(span.getParentSpanId())) {
				this.children.computeIfAbsent(span.getParentSpanId(), (id) -> new ArrayList<>()).add(span);
			}
			else {
				roots.add(span);
			}
		}
		roots.forEach(this::walk);
		// What no root leads to hangs in a circle, which is cut open where it started.
		this.spans.values().forEach(this::walk);
	}

	private void walk(SpanData root) {
		Deque<Step> next = new ArrayDeque<>(List.of(new Step(root, 0)));
		while (!next.isEmpty()) {
			Step step = next.pop();
			if (!this.reached.add(step.span().getSpanId())) {
				continue;
			}
			List<SpanData> below = this.children.getOrDefault(step.span().getSpanId(), List.of());
			int depth = step.depth();
			if (isDrawn(step.span(), below)) {
				SpanData call = (this.view == View.COLLAPSED) ? call(step.span(), depth, below) : null;
				this.lines.add(new TraceTreeLine(step.span(), this.view, Math.min(depth, MAX_DEPTH), call));
				if (call != null) {
					this.reached.add(call.getSpanId());
				}
				depth++;
			}
			for (int i = below.size() - 1; i >= 0; i--) {
				next.push(new Step(below.get(i), depth));
			}
		}
	}

	/** The call to another service that a span is, or consists of. */
	private @Nullable SpanData call(SpanData span, int depth, List<SpanData> below) {
		if (span.getKind() == SpanKind.CLIENT) {
			return below.isEmpty() ? span : null;
		}
		if (span.getKind() != SpanKind.INTERNAL || depth == 0 || below.size() != 1) {
			return null;
		}
		SpanData only = below.get(0);
		boolean databaseCall = only.getKind() == SpanKind.CLIENT && !this.children.containsKey(only.getSpanId())
				&& only.getAttributes().get(DATABASE) != null && (failed(span) || !failed(only));
		return databaseCall ? only : null;
	}

	private boolean isDrawn(SpanData span, List<SpanData> below) {
		boolean outgoing = span.getKind() == SpanKind.PRODUCER || span.getKind() == SpanKind.CLIENT;
		if (this.view == View.FULL || !outgoing) {
			return true;
		}
		if (failed(span) && below.stream().noneMatch(TraceTree::failed)) {
			return true;
		}
		if (below.isEmpty()) {
			return span.getKind() == SpanKind.CLIENT || !span.getParentSpanContext().isValid();
		}
		String service = TraceTreeLine.service(span);
		return below.stream().allMatch((child) -> TraceTreeLine.service(child).equals(service));
	}

	private static boolean failed(SpanData span) {
		return span.getStatus().getStatusCode() == StatusCode.ERROR;
	}

	private record Step(SpanData span, int depth) {
	}

}
