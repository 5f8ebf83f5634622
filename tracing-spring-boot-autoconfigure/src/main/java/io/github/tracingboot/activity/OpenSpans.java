package io.github.tracingboot.activity;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of spans that stay open for longer than is sensible: nobody sees a span before it
 * ends. Those with a parent in this process are not watched, because it costs something
 * for each, and the parent is usually open as long.
 */
final class OpenSpans implements SpanProcessor {

	private static final Logger logger = LoggerFactory.getLogger(Activity.class);

	private final Set<ReadableSpan> open = ConcurrentHashMap.newKeySet();

	private final Duration limit;

	private @Nullable ScheduledExecutorService timer;

	private volatile boolean watching;

	OpenSpans(Duration limit) {
		this.limit = limit;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		SpanContext parent = span.getParentSpanContext();
		if (!parent.isValid() || parent.isRemote()) {
			this.open.add(span);
			if (!this.watching) {
				watch();
			}
		}
	}

	/** Not before there is something to watch. */
	private synchronized void watch() {
		if (this.watching) {
			return;
		}
		this.watching = true;
		this.timer = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "tracing-open-spans");
			thread.setDaemon(true);
			return thread;
		});
		long period = Math.max(1, this.limit.toMillis() / 4);
		var unused = this.timer.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
	}

	int watched() {
		return this.open.size();
	}

	void check() {
		this.open.removeIf(this::isReported);
	}

	private boolean isReported(ReadableSpan span) {
		if (span.getLatencyNanos() < this.limit.toNanos()) {
			return false;
		}
		logger.warn(
				"The span '{}' of trace {} has been open for more than {}. It is not seen before it ends. "
						+ "If its work is meant to last that long, make it an Activity.",
				span.getName(), span.getSpanContext().getTraceId(), this.limit);
		return true;
	}

	@Override
	public boolean isStartRequired() {
		return !this.limit.isZero();
	}

	@Override
	public void onEnd(ReadableSpan span) {
		this.open.remove(span);
	}

	@Override
	public boolean isEndRequired() {
		return !this.limit.isZero();
	}

	@Override
	public synchronized CompletableResultCode shutdown() {
		this.watching = true;
		if (this.timer != null) {
			this.timer.shutdownNow();
		}
		return CompletableResultCode.ofSuccess();
	}

}
