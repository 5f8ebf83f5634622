package io.github.tracingboot.exporter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what became of the spans for one exporter, and keeps the log about trouble
 * short: one line for the first failure, one a minute while it lasts, one when it is
 * over.
 */
final class ExportReport {

	private static final Logger logger = LoggerFactory.getLogger(ExportReport.class);

	private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

	private final String name;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private final AtomicLong exported = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder late = new LongAdder();

	private volatile @Nullable Failure lastFailure;

	private boolean inTrouble;

	private final Quiet failures = new Quiet();

	private final Quiet drops = new Quiet();

	private long lostBefore;

	private long droppedBefore;

	ExportReport(String name, InstantSource clock, LongSupplier nanoTime) {
		this.name = name;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	void dropped() {
		this.dropped.increment();
	}

	void late() {
		this.late.increment();
	}

	synchronized void exported(int spans) {
		this.exported.addAndGet(spans);
		long droppedNow = this.dropped.sum();
		if (droppedNow > this.droppedBefore) {
			this.droppedBefore = droppedNow;
			warn(this.drops,
					"spans come faster than they leave, the queue is full (tracing.exporter.batch.max-queue-size)");
		}
		else if (this.inTrouble) {
			logger.info("Spans are sent to {} again; lost: {}", this.name, lost());
			this.inTrouble = false;
			this.lostBefore += lost();
		}
	}

	/**
	 * Counts spans that could not be sent.
	 * @param spans how many
	 * @param failure why
	 * @return why, in one printable line
	 */
	synchronized String failed(int spans, Throwable failure) {
		String cause = ExportFailure.describe(failure, SdkExportLog.heard());
		this.lastFailure = new Failure(cause, this.clock.instant());
		this.failed.addAndGet(spans);
		this.droppedBefore = this.dropped.sum();
		logger.debug("{} spans could not be sent to {}: {}", spans, this.name, cause, failure);
		warn(this.failures, cause);
		return cause;
	}

	// One for each kind: a full queue must not hide why nothing leaves it.
	private void warn(Quiet quiet, String cause) {
		if (!quiet.isOver(this.nanoTime.getAsLong())) {
			return;
		}
		logger.warn("Spans cannot be sent to {}: {}; lost so far: {}; the application is not affected", this.name,
				cause, lost());
		this.inTrouble = true;
	}

	private long lost() {
		return this.failed.get() + this.dropped.sum() - this.lostBefore;
	}

	long exported() {
		return this.exported.get();
	}

	long failed() {
		return this.failed.get();
	}

	long droppedSpans() {
		return this.dropped.sum();
	}

	long lateSpans() {
		return this.late.sum();
	}

	@Nullable Failure lastFailure() {
		return this.lastFailure;
	}

	/** The minute after a line, in which there is no other. */
	private static final class Quiet {

		private boolean begun;

		private long since;

		boolean isOver(long now) {
			boolean over = !this.begun || now - this.since >= QUIET_NANOS;
			if (over) {
				this.begun = true;
				this.since = now;
			}
			return over;
		}

	}

	/**
	 * The last failure.
	 *
	 * @param cause why, in one printable line
	 * @param time when
	 */
	record Failure(String cause, Instant time) {

	}

}
