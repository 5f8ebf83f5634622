package io.github.tracingboot.sampling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The local traces of a buffer by their trace id: all that wait, in the order in which
 * they came, and some of those that were kept last. In parts with a lock each, which is
 * taken when a local root starts or a trace is decided, not for every span.
 */
final class LocalTraces {

	private static final int PARTS = 16;

	private final Part[] parts = new Part[PARTS];

	private final AtomicInteger waiting = new AtomicInteger();

	LocalTraces(int mostKept) {
		for (int i = 0; i < PARTS; i++) {
			this.parts[i] = new Part(Math.max(1, mostKept / PARTS));
		}
	}

	int waiting() {
		return this.waiting.get();
	}

	/** The one that waits or was kept, or a new one. */
	LocalTrace open(String traceId, Function<String, LocalTrace> factory) {
		return part(traceId).open(traceId, factory);
	}

	/** The one that waits. */
	@Nullable LocalTrace find(String traceId) {
		return part(traceId).find(traceId);
	}

	/** For whoever has decided what becomes of it. */
	void decided(LocalTrace trace, boolean kept) {
		part(trace.traceId()).decided(trace, kept);
		this.waiting.decrementAndGet();
	}

	@Nullable LocalTrace oldest() {
		LocalTrace oldest = null;
		for (Part part : this.parts) {
			LocalTrace candidate = part.oldest();
			if (oldest == null || (candidate != null && candidate.startNanos() - oldest.startNanos() < 0)) {
				oldest = candidate;
			}
		}
		return oldest;
	}

	List<LocalTrace> all() {
		List<LocalTrace> all = new ArrayList<>();
		for (Part part : this.parts) {
			part.copyTo(all);
		}
		return all;
	}

	private Part part(String traceId) {
		return this.parts[traceId.hashCode() & (PARTS - 1)];
	}

	private final class Part {

		private final Map<String, LocalTrace> waiting = new LinkedHashMap<>();

		private final Map<String, LocalTrace> kept;

		Part(int mostKept) {
			this.kept = new LinkedHashMap<>() {

				private static final long serialVersionUID = 1L;

				@Override
				protected boolean removeEldestEntry(Map.Entry<String, LocalTrace> eldest) {
					return size() > mostKept;
				}

			};
		}

		synchronized LocalTrace open(String traceId, Function<String, LocalTrace> factory) {
			LocalTrace known = this.waiting.get(traceId);
			if (known != null && (known.join() || known.fate() == LocalTrace.Fate.KEPT)) {
				return known;
			}
			LocalTrace kept = this.kept.get(traceId);
			if (kept != null) {
				return kept;
			}
			// Not in the place of the one before.
			this.waiting.remove(traceId);
			LocalTrace created = factory.apply(traceId);
			this.waiting.put(traceId, created);
			LocalTraces.this.waiting.incrementAndGet();
			return created;
		}

		synchronized @Nullable LocalTrace find(String traceId) {
			return this.waiting.get(traceId);
		}

		synchronized void decided(LocalTrace trace, boolean kept) {
			this.waiting.remove(trace.traceId(), trace);
			if (kept) {
				this.kept.put(trace.traceId(), trace);
			}
		}

		synchronized @Nullable LocalTrace oldest() {
			for (LocalTrace trace : this.waiting.values()) {
				if (trace.fate() == LocalTrace.Fate.WAITING) {
					return trace;
				}
			}
			return null;
		}

		synchronized void copyTo(List<LocalTrace> all) {
			all.addAll(this.waiting.values());
		}

	}

}
