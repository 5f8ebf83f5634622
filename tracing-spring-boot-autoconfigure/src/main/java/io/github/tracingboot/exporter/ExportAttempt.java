package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way out. It has one outcome, whatever the exporter does: throws,
 * returns nothing, never answers, or answers after nobody waits any more.
 */
final class ExportAttempt {

	private final int spans;

	private final ExportReport report;

	private final Thread caller = Thread.currentThread();

	private final AtomicBoolean claimed = new AtomicBoolean();

	private volatile boolean done;

	private volatile boolean timedOut;

	private volatile @Nullable String error;

	private ExportAttempt(int spans, ExportReport report) {
		this.spans = spans;
		this.report = report;
	}

	/**
	 * Gives spans to an exporter and waits for its answer. What comes next is made ready
	 * meanwhile.
	 * @param spans ended spans
	 * @param rewritten what makes data of them
	 * @param exporter who sends them
	 * @param timeout longest time to wait
	 * @param report who is told
	 * @return the attempt, which has an outcome
	 */
	static ExportAttempt run(List<ReadableSpan> spans, RewrittenSpans rewritten, SpanExporter exporter,
			Duration timeout, ExportReport report) {
		ExportAttempt attempt = new ExportAttempt(spans.size(), report);
		long start = System.nanoTime();
		try {
			CompletableResultCode result = exporter.export(rewritten.of(spans));
			Objects.requireNonNull(result, "the exporter returned null");
			result.whenComplete(() -> attempt.completed(result));
		}
		catch (Throwable ex) {
			boolean unused = attempt.end(ex);
		}
		boolean more = true;
		while (more && !attempt.done) {
			more = rewritten.prepareNext();
		}
		attempt.await(start, timeout);
		return attempt;
	}

	private void completed(CompletableResultCode result) {
		Throwable failure = result.getFailureThrowable();
		boolean known = result.isSuccess() || failure != null;
		boolean unused = end(known ? failure : new IllegalStateException("the exporter gave no reason"));
	}

	// Not the result's join: it gives up when the exporter interrupts its thread.
	private void await(long start, Duration timeout) {
		while (!this.done) {
			long left = timeout.toNanos() - (System.nanoTime() - start);
			if (left <= 0 && !this.claimed.get()) {
				this.timedOut = end(new TimeoutException("no answer after " + timeout.toMillis() + " ms"));
			}
			LockSupport.parkNanos(this, Math.max(left, 1));
			boolean unused = Thread.interrupted();
		}
	}

	private boolean end(@Nullable Throwable failure) {
		if (!this.claimed.compareAndSet(false, true)) {
			return false;
		}
		try {
			if (failure == null) {
				this.report.exported(this.spans);
			}
			else {
				this.error = this.report.failed(this.spans, failure);
			}
		}
		finally {
			this.done = true;
			LockSupport.unpark(this.caller);
		}
		return true;
	}

	/** Why the spans could not be sent, or {@code null} if they were. */
	@Nullable String error() {
		return this.error;
	}

	boolean isTimedOut() {
		return this.timedOut;
	}

}
