package io.github.tracingboot.sdk;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Ties the clock that never goes back to the time of day. The spans of a local trace
 * share one, so that none of them starts before its parent or ends before it starts,
 * whatever happens to the system's clock meanwhile.
 */
final class TimeAnchor {

	/** A corrected clock is followed after this time, in nanoseconds. */
	private static final long LIFE = TimeUnit.MILLISECONDS.toNanos(100);

	private static volatile TimeAnchor latest = new TimeAnchor(System.nanoTime());

	private final long nanoTime;

	/**
	 * To be added to a time of {@link System#nanoTime} to have nanoseconds since 1970.
	 */
	private final long offset;

	private TimeAnchor(long nanoTime) {
		this.nanoTime = nanoTime;
		long shortest = Long.MAX_VALUE;
		long best = 0;
		// A thread that loses its processor between the two clocks would shift all spans.
		for (int i = 0; i < 3; i++) {
			long before = System.nanoTime();
			Instant now = Instant.now();
			long length = System.nanoTime() - before;
			if (length < shortest) {
				shortest = length;
				best = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - before - length / 2;
			}
		}
		this.offset = best;
	}

	/**
	 * Finds the one for a new local trace, which is made at most ten times a second: to
	 * ask for the time of day costs more than the rest of an anchor.
	 * @param nanoTime the time now
	 * @return one that is recent
	 */
	static TimeAnchor at(long nanoTime) {
		TimeAnchor anchor = latest;
		if (nanoTime - anchor.nanoTime > LIFE) {
			anchor = new TimeAnchor(nanoTime);
			latest = anchor;
		}
		return anchor;
	}

	/** Returns nanoseconds since 1970. */
	long epochNanos(long nanoTime) {
		return this.offset + nanoTime;
	}

	long now() {
		return epochNanos(System.nanoTime());
	}

}
