package io.github.tracingboot.sampling;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What has become of the traces that the head sampler refused, and of their spans. Every
 * span that has ended is counted once: it waits, or was kept, dropped or evicted.
 */
final class KeepFigures implements Iterable<Map.Entry<String, Long>> {

	private final LongSupplier waitingSpans;

	private final LongSupplier waitingTraces;

	private final Map<KeepReason, Count> kept = new EnumMap<>(KeepReason.class);

	private final Count dropped = new Count();

	private final Count evicted = new Count();

	KeepFigures(LongSupplier waitingSpans, LongSupplier waitingTraces) {
		this.waitingSpans = waitingSpans;
		this.waitingTraces = waitingTraces;
		for (KeepReason reason : KeepReason.values()) {
			this.kept.put(reason, new Count());
		}
	}

	void kept(KeepReason reason, long traces, long spans) {
		kept(reason).add(traces, spans);
	}

	void dropped(long traces, long spans) {
		this.dropped.add(traces, spans);
	}

	void evicted(long traces, long spans) {
		this.evicted.add(traces, spans);
	}

	long waitingSpans() {
		return this.waitingSpans.getAsLong();
	}

	long waitingTraces() {
		return this.waitingTraces.getAsLong();
	}

	Count kept(KeepReason reason) {
		return Objects.requireNonNull(this.kept.get(reason));
	}

	Count dropped() {
		return this.dropped;
	}

	Count evicted() {
		return this.evicted;
	}

	/** By a name for a reader. */
	@Override
	public Iterator<Map.Entry<String, Long>> iterator() {
		return byName().entrySet().iterator();
	}

	Map<String, Long> byName() {
		Map<String, Long> figures = new LinkedHashMap<>();
		figures.put("waiting.traces", waitingTraces());
		figures.put("waiting.spans", waitingSpans());
		for (KeepReason reason : KeepReason.values()) {
			kept(reason).put(figures, "kept." + reason.text());
		}
		this.dropped.put(figures, "dropped");
		this.evicted.put(figures, "evicted");
		return figures;
	}

	/** Traces, and the spans in them. */
	static final class Count {

		private final LongAdder traces = new LongAdder();

		private final LongAdder spans = new LongAdder();

		private void add(long someTraces, long someSpans) {
			if (someTraces != 0) {
				this.traces.add(someTraces);
			}
			this.spans.add(someSpans);
		}

		private void put(Map<String, Long> figures, String name) {
			figures.put(name + ".traces", traces());
			figures.put(name + ".spans", spans());
		}

		long traces() {
			return this.traces.sum();
		}

		long spans() {
			return this.spans.sum();
		}

	}

}
