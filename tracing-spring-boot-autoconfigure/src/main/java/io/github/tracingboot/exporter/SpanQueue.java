package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from many threads to one, without locks or allocation. Each span gets
 * the next position, counted from zero, and the one that takes them out does so in that
 * order.
 */
final class SpanQueue {

	/** The answer to a span that finds no place. */
	static final long FULL = -1;

	/** The answer to a span that comes after the queue was closed. */
	static final long CLOSED = -2;

	private final int capacity;

	private final int mask;

	private final AtomicReferenceArray<@Nullable ReadableSpan> slots;

	// The next position to fill. Negative once closed, so that no span slips in between.
	private final AtomicLong tail = new AtomicLong();

	private final AtomicLong head = new AtomicLong();

	SpanQueue(int capacity) {
		this.capacity = capacity;
		int size = Math.max(1, Integer.highestOneBit(capacity - 1) << 1);
		this.mask = size - 1;
		this.slots = new AtomicReferenceArray<>(size);
	}

	/**
	 * Adds a span if there is room.
	 * @param span an ended span
	 * @return its position, or {@link #FULL} or {@link #CLOSED}
	 */
	long offer(ReadableSpan span) {
		long position;
		do {
			position = this.tail.get();
			if (position < 0) {
				return CLOSED;
			}
			if (position - this.head.get() >= this.capacity) {
				return FULL;
			}
		}
		while (!this.tail.compareAndSet(position, position + 1));
		this.slots.setRelease((int) position & this.mask, span);
		return position;
	}

	/**
	 * Takes out spans, in the order of their positions; only ever called by one thread.
	 * @param max most spans to take
	 * @return what is there; fewer than {@link #size} where a thread has got its position
	 * but was not yet able to put its span there
	 */
	List<ReadableSpan> take(int max) {
		List<ReadableSpan> taken = new ArrayList<>((int) Math.min(max, size()));
		long position = this.head.getPlain();
		for (; taken.size() < max; position++) {
			int slot = (int) position & this.mask;
			ReadableSpan span = this.slots.getAcquire(slot);
			if (span == null) {
				break;
			}
			this.slots.setPlain(slot, null);
			taken.add(span);
		}
		// Once for all of them: every thread that ends a span reads it.
		this.head.setRelease(position);
		return taken;
	}

	/**
	 * Looks at a span without taking it out; only ever called by the thread that takes.
	 * @param offset how many are before it, less than the capacity
	 * @return the span, {@code null} if there is none yet
	 */
	@Nullable ReadableSpan peek(int offset) {
		return this.slots.getAcquire((int) (this.head.getPlain() + offset) & this.mask);
	}

	void close() {
		this.tail.getAndUpdate((position) -> position | Long.MIN_VALUE);
	}

	boolean isClosed() {
		return this.tail.get() < 0;
	}

	/** How many spans were ever added. */
	long added() {
		return this.tail.get() & Long.MAX_VALUE;
	}

	/** How many spans were ever taken. */
	long taken() {
		return this.head.get();
	}

	long size() {
		long taken = this.head.get();
		return added() - taken;
	}

	int capacity() {
		return this.capacity;
	}

}
