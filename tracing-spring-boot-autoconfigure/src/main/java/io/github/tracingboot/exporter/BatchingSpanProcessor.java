package io.github.tracingboot.exporter;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.ExporterStatus;

/**
 * The queue and the thread of one exporter. Not the SDK's processor, which keeps to
 * itself how many spans wait and how many it has dropped.
 */
final class BatchingSpanProcessor implements SpanProcessor, ExporterStatus {

	private final String name;

	private final String description;

	private final SpanQueue queue;

	private final ExportReport report;

	private final ExportWorker worker;

	private final CompletableResultCode stopped = new CompletableResultCode();

	private final AtomicBoolean stopping = new AtomicBoolean();

	BatchingSpanProcessor(String name, String description, SpanQueue queue, ExportReport report, ExportWorker worker) {
		this.name = name;
		this.description = description;
		this.queue = queue;
		this.report = report;
		this.worker = worker;
	}

	BatchingSpanProcessor start() {
		// A daemon that inherits nothing from the thread that happens to start it.
		Thread thread = new Thread(null, this.worker, "tracing-export-" + this.name, 0, false);
		thread.setDaemon(true);
		this.worker.start(thread);
		return this;
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			add(span);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	private long add(ReadableSpan span) {
		long position = this.queue.offer(span);
		if (position >= 0) {
			this.worker.added(position);
		}
		else if (position == SpanQueue.FULL) {
			this.report.dropped();
		}
		else {
			this.report.late();
		}
		return position;
	}

	@Override
	public CompletableFuture<@Nullable Void> send(ReadableSpan span) {
		CompletableFuture<@Nullable Void> sent = this.worker.expect(span);
		long position = add(span);
		if (position < 0) {
			this.worker.sent(span, (position == SpanQueue.FULL)
					? "the queue is full, " + this.queue.size() + " spans wait" : "the exporter is shut down");
		}
		return sent;
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.worker.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		if (this.stopping.compareAndSet(false, true)) {
			this.worker.stop(this.stopped);
		}
		return this.stopped;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String description() {
		return this.description;
	}

	@Override
	public long queued() {
		return this.queue.size();
	}

	@Override
	public int capacity() {
		return this.queue.capacity();
	}

	@Override
	public long sending() {
		// In this order, so that what is answered in between makes it too small, not
		// wrong.
		long taken = this.queue.taken();
		return Math.max(0, taken - this.report.exported() - this.report.failed());
	}

	@Override
	public long exported() {
		return this.report.exported();
	}

	@Override
	public long failed() {
		return this.report.failed();
	}

	@Override
	public long dropped() {
		return this.report.droppedSpans();
	}

	@Override
	public long late() {
		return this.report.lateSpans();
	}

	@Override
	public @Nullable String lastError() {
		ExportReport.Failure failure = this.report.lastFailure();
		return (failure != null) ? failure.cause() : null;
	}

	@Override
	public @Nullable Instant lastErrorTime() {
		ExportReport.Failure failure = this.report.lastFailure();
		return (failure != null) ? failure.time() : null;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
