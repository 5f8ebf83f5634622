package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the trouble of an exporter away from everything but the log, and the log short:
 * one line for the first failure, one a minute while it lasts, one when it is over.
 */
final class ReportingSpanExporter implements SpanExporter {

	private static final Logger logger = LoggerFactory.getLogger(ReportingSpanExporter.class);

	private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

	private final String name;

	private final SpanExporter delegate;

	private final LongSupplier nanoTime;

	private @Nullable Attempt last;

	private boolean reported;

	private boolean everReported;

	private long reportedAt;

	private long lost;

	ReportingSpanExporter(String name, SpanExporter delegate, LongSupplier nanoTime) {
		this.name = name;
		this.delegate = delegate;
		this.nanoTime = nanoTime;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		// Whoever calls again has stopped waiting.
		if (this.last != null) {
			this.last.end(new TimeoutException("no answer in time"));
		}
		Attempt attempt = new Attempt(spans.size());
		this.last = attempt;
		CompletableResultCode result = guarded(() -> this.delegate.export(spans));
		return result.whenComplete(() -> attempt.end(result.isSuccess() ? null : failure(result)));
	}

	@Override
	public CompletableResultCode flush() {
		return guarded(this.delegate::flush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return guarded(this.delegate::shutdown);
	}

	// An exporter of the user's may throw, or return nothing.
	private static CompletableResultCode guarded(Supplier<CompletableResultCode> call) {
		try {
			return Objects.requireNonNull(call.get(), "the exporter returned null");
		}
		catch (Exception | LinkageError ex) {
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	private static Throwable failure(CompletableResultCode result) {
		return Objects.requireNonNullElseGet(result.getFailureThrowable(),
				() -> new IllegalStateException("the exporter gave no reason"));
	}

	private synchronized void failed(int spans, Throwable failure) {
		this.lost += spans;
		String cause = ExportFailure.describe(failure, SdkExportLog.heard());
		logger.debug("{} spans could not be sent to {}: {}", spans, this.name, cause, failure);
		long now = this.nanoTime.getAsLong();
		if (this.everReported && now - this.reportedAt < QUIET_NANOS) {
			return;
		}
		logger.warn("Spans cannot be sent to {}: {}; lost so far: {}; the application is not affected", this.name,
				cause, this.lost);
		this.everReported = true;
		this.reported = true;
		this.reportedAt = now;
	}

	private synchronized void succeeded() {
		if (this.reported) {
			logger.info("Spans are sent to {} again; lost: {}", this.name, this.lost);
			this.reported = false;
			this.lost = 0;
		}
	}

	private final class Attempt {

		private final int spans;

		private final AtomicBoolean ended = new AtomicBoolean();

		private Attempt(int spans) {
			this.spans = spans;
		}

		void end(@Nullable Throwable failure) {
			if (!this.ended.compareAndSet(false, true)) {
				return;
			}
			if (failure == null) {
				succeeded();
			}
			else {
				failed(this.spans, failure);
			}
		}

	}

}
