package io.github.tracingboot.core;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Remembers on which spans an exception has been recorded, for as long as the exception
 * lives. It may cross its spans on several threads, and with asynchronous results the
 * outer span may even hear of it first.
 */
final class RecordedErrors {

	// One exception object may be thrown again and again, in many traces.
	private static final int MOST_SPANS = 32;

	private final ConcurrentMap<Key, Deque<Branch>> recorded = new ConcurrentHashMap<>();

	private final ReferenceQueue<Throwable> collected = new ReferenceQueue<>();

	/**
	 * Remembers that an exception reached a span.
	 * @param error the exception
	 * @param spanId the span
	 * @param parentSpanId its parent in this process, {@code null} for none
	 * @return whether neither the span has it nor a child or the parent of it
	 */
	boolean isFirst(Throwable error, String spanId, @Nullable String parentSpanId) {
		for (Reference<?> gone = this.collected.poll(); gone != null; gone = this.collected.poll()) {
			this.recorded.remove(gone);
		}
		Deque<Branch> branches = this.recorded.computeIfAbsent(new Key(error, this.collected),
				(key) -> new ArrayDeque<>());
		synchronized (branches) {
			boolean first = true;
			for (Branch branch : branches) {
				first &= !branch.spanId().equals(spanId) && !branch.spanId().equals(parentSpanId)
						&& !spanId.equals(branch.parentSpanId());
			}
			if (branches.size() == MOST_SPANS) {
				branches.removeFirst();
			}
			branches.addLast(new Branch(spanId, parentSpanId));
			return first;
		}
	}

	int size() {
		return this.recorded.size();
	}

	private record Branch(String spanId, @Nullable String parentSpanId) {

	}

	/** The same object, not an equal one. */
	private static final class Key extends WeakReference<Throwable> {

		private final int hash;

		Key(Throwable error, ReferenceQueue<Throwable> collected) {
			super(error, collected);
			this.hash = System.identityHashCode(error);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this == other) {
				return true;
			}
			Throwable error = get();
			return error != null && other instanceof Key key && key.refersTo(error);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
