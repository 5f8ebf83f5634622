package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Ended spans, by trace, until their trace is finished: until a local root of it has
 * ended and nothing has come for a while. Not safe for use by several threads.
 */
final class WaitingTraces {

	private static final int REMEMBERED = 1000;

	private final long quietNanos;

	private final int maxSpans;

	private final Map<String, Trace> traces = new LinkedHashMap<>();

	// What comes late has no local root to wait for.
	private final Set<String> taken = new LinkedHashSet<>();

	private int spans;

	WaitingTraces(Duration quiet, int maxSpans) {
		this.quietNanos = quiet.toNanos();
		this.maxSpans = maxSpans;
	}

	/**
	 * Adds spans as they come.
	 * @param ended ended spans of any traces
	 * @param nanoTime the time now
	 * @return the traces that had to make room, oldest first, as far as they are known
	 */
	List<List<SpanData>> add(Collection<SpanData> ended, long nanoTime) {
		List<List<SpanData>> outgrown = new ArrayList<>();
		for (SpanData span : ended) {
			this.traces.computeIfAbsent(span.getTraceId(), (id) -> new Trace(this.taken.contains(id)))
				.add(span, nanoTime);
			if (++this.spans > this.maxSpans) {
				Trace oldest = this.traces.values().iterator().next();
				outgrown.addAll(take((trace) -> trace == oldest));
			}
		}
		return outgrown;
	}

	List<List<SpanData>> takeQuiet(long nanoTime) {
		return take((trace) -> trace.rootEnded && nanoTime - trace.changedAt >= this.quietNanos);
	}

	List<List<SpanData>> takeAll() {
		return take((trace) -> true);
	}

	/**
	 * Whether {@link #takeQuiet} will return anything if nothing more comes.
	 * @return whether a local root of any waiting trace has ended
	 */
	boolean hasFinished() {
		return this.traces.values().stream().anyMatch((trace) -> trace.rootEnded);
	}

	private List<List<SpanData>> take(Predicate<Trace> wanted) {
		List<List<SpanData>> found = new ArrayList<>();
		Iterator<Map.Entry<String, Trace>> each = this.traces.entrySet().iterator();
		while (each.hasNext()) {
			Map.Entry<String, Trace> entry = each.next();
			if (wanted.test(entry.getValue())) {
				each.remove();
				remember(entry.getKey());
				this.spans -= entry.getValue().spans.size();
				found.add(entry.getValue().spans);
			}
		}
		return found;
	}

	private void remember(String traceId) {
		this.taken.add(traceId);
		if (this.taken.size() > REMEMBERED) {
			Iterator<String> oldest = this.taken.iterator();
			oldest.next();
			oldest.remove();
		}
	}

	private static final class Trace {

		private final List<SpanData> spans = new ArrayList<>();

		private boolean rootEnded;

		private long changedAt;

		private Trace(boolean late) {
			this.rootEnded = late;
		}

		void add(SpanData span, long nanoTime) {
			SpanContext parent = span.getParentSpanContext();
			this.spans.add(span);
			this.rootEnded |= !parent.isValid() || parent.isRemote();
			this.changedAt = nanoTime;
		}

	}

}
