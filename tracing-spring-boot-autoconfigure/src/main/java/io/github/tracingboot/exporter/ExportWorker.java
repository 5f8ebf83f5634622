package io.github.tracingboot.exporter;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/**
 * Takes spans from a queue and gives them to an exporter, batch by batch: a full one at
 * once, a smaller one after a delay or when somebody waits for it.
 */
final class ExportWorker implements Runnable {

	private static final long AWAKE = Long.MAX_VALUE;

	private static final long MOMENT_NANOS = 10_000;

	private final SpanQueue queue;

	private final RewrittenSpans rewritten;

	private final SpanExporter exporter;

	private final ExportReport report;

	private final ExporterProperties.Batch settings;

	// While the thread sleeps: the position that completes a batch.
	private final AtomicLong wakeAt = new AtomicLong(AWAKE);

	private final Queue<Flush> flushes = new ConcurrentLinkedQueue<>();

	private final Map<ReadableSpan, CompletableFuture<@Nullable Void>> expected = new ConcurrentHashMap<>();

	private volatile @Nullable CompletableResultCode stopped;

	private volatile @Nullable Thread thread;

	private long due;

	private boolean finished;

	ExportWorker(SpanQueue queue, SpanExporter exporter, List<UnaryOperator<SpanData>> rewriters, ExportReport report,
			ExporterProperties.Batch settings) {
		this.queue = queue;
		this.rewritten = new RewrittenSpans(queue, rewriters, settings.maxBatchSize());
		this.exporter = exporter;
		this.report = report;
		this.settings = settings;
	}

	void start(Thread thread) {
		this.thread = thread;
		thread.start();
	}

	/** Called by the threads that end spans, so it costs next to nothing. */
	void added(long position) {
		if (position >= this.wakeAt.get() && this.wakeAt.getAndSet(AWAKE) != AWAKE) {
			LockSupport.unpark(this.thread);
		}
	}

	CompletableFuture<@Nullable Void> expect(ReadableSpan span) {
		CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
		this.expected.put(span, sent);
		LockSupport.unpark(this.thread);
		return sent;
	}

	void sent(ReadableSpan span, @Nullable String error) {
		CompletableFuture<@Nullable Void> sent = this.expected.remove(span);
		if (sent != null && error != null) {
			sent.completeExceptionally(new IllegalStateException(error));
		}
		else if (sent != null) {
			sent.complete(null);
		}
	}

	CompletableResultCode flush() {
		CompletableResultCode result = new CompletableResultCode();
		this.flushes.add(new Flush(this.queue.added(), this.report.failed(), result));
		if (this.queue.isClosed()) {
			return Objects.requireNonNullElse(this.stopped, result);
		}
		LockSupport.unpark(this.thread);
		return result;
	}

	void stop(CompletableResultCode result) {
		this.stopped = result;
		this.queue.close();
		LockSupport.unpark(this.thread);
	}

	@Override
	public void run() {
		this.due = System.nanoTime() + this.settings.scheduleDelay().toNanos();
		while (!this.finished) {
			try {
				step();
			}
			catch (Throwable ex) {
				// Thrown by whoever is told about a flush: without this thread nothing is
				// ever sent again.
				this.report.failed(0, ex);
			}
		}
	}

	private void step() {
		boolean urgent = isUrgent();
		long waiting = this.queue.size();
		long now = System.nanoTime();
		boolean overdue = now - this.due >= 0;
		if (overdue) {
			this.due = now + this.settings.scheduleDelay().toNanos();
		}
		if (waiting >= this.settings.maxBatchSize() || (waiting > 0 && (urgent || overdue))) {
			this.due = now + this.settings.scheduleDelay().toNanos();
			send();
		}
		else if (waiting > 0 || !urgent) {
			sleep();
		}
		else if (this.queue.isClosed()) {
			finish();
		}
		else {
			completeFlushes();
			LockSupport.parkNanos(this, MOMENT_NANOS);
		}
	}

	private boolean isUrgent() {
		return !this.flushes.isEmpty() || !this.expected.isEmpty() || this.queue.isClosed();
	}

	private void sleep() {
		this.wakeAt.set(this.queue.taken() + this.settings.maxBatchSize() - 1);
		if (this.queue.size() < this.settings.maxBatchSize() && !isUrgent()) {
			LockSupport.parkNanos(this, this.due - System.nanoTime());
			// An exporter's interrupt is not a reason to stop.
			boolean unused = Thread.interrupted();
		}
		this.wakeAt.set(AWAKE);
	}

	private void send() {
		List<ReadableSpan> spans = this.queue.take(this.settings.maxBatchSize());
		if (spans.isEmpty()) {
			LockSupport.parkNanos(this, MOMENT_NANOS);
			return;
		}
		ExportAttempt attempt = ExportAttempt.run(spans, this.rewritten, this.exporter, this.settings.exportTimeout(),
				this.report);
		if (!this.expected.isEmpty()) {
			spans.forEach((span) -> sent(span, attempt.error()));
		}
		completeFlushes();
		if (attempt.isTimedOut() && this.queue.isClosed()) {
			giveUp();
		}
	}

	// An exporter that hangs while the application stops would be waited for once a
	// batch.
	private void giveUp() {
		while (this.queue.size() > 0) {
			List<ReadableSpan> spans = this.queue.take(this.settings.maxBatchSize());
			if (!spans.isEmpty()) {
				String error = this.report.failed(spans.size(), new IllegalStateException("the application stops"));
				spans.forEach((span) -> sent(span, error));
			}
		}
	}

	private void completeFlushes() {
		for (Flush flush = this.flushes.peek(); flush != null; flush = this.flushes.peek()) {
			if (flush.until() > this.queue.taken()) {
				return;
			}
			this.flushes.remove();
			boolean allSent = this.report.failed() == flush.failedBefore();
			CompletableResultCode flushed = guarded(this.exporter::flush);
			complete(flush.result(), () -> allSent && flushed.isSuccess(), flushed);
		}
	}

	private void finish() {
		completeFlushes();
		this.finished = true;
		CompletableResultCode closed = guarded(this.exporter::shutdown);
		complete(Objects.requireNonNull(this.stopped), closed::isSuccess, closed);
	}

	private static void complete(CompletableResultCode result, BooleanSupplier success, CompletableResultCode when) {
		when.whenComplete(() -> {
			if (success.getAsBoolean()) {
				result.succeed();
			}
			else {
				result.fail();
			}
		});
	}

	/** Calls an exporter that may throw, or return nothing. */
	private static CompletableResultCode guarded(Supplier<CompletableResultCode> call) {
		try {
			return Objects.requireNonNull(call.get(), "the exporter returned null");
		}
		catch (Throwable ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	/**
	 * Somebody who waits.
	 *
	 * @param until what is before this position has to be sent
	 * @param failedBefore spans that had failed when the waiting began
	 * @param result whom to tell
	 */
	private record Flush(long until, long failedBefore, CompletableResultCode result) {

	}

}
