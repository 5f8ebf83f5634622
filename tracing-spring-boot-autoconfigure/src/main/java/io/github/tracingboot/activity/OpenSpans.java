package io.github.tracingboot.activity;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

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

	private static final int SLOTS = 1024;

	private static final Logger logger = LoggerFactory.getLogger(Activity.class);

	// One each for some of the spans, by their hash: a set of those that are open would
	// cost every trace more than all else that is done for its first span here.
	private final AtomicReferenceArray<@Nullable ReadableSpan> slots = new AtomicReferenceArray<>(SLOTS);

	// For what finds its slot taken.
	private final Set<ReadableSpan> others = ConcurrentHashMap.newKeySet();

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
			// Of two that come to one slot in the same instant one may be forgotten,
			// which costs a warning and nothing else.
			int slot = slot(span);
			if (this.slots.getPlain(slot) == null) {
				this.slots.setRelease(slot, span);
			}
			else {
				this.others.add(span);
			}
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
			Thread thread = new Thread(null, task, "tracing-open-spans", 0, false);
			thread.setDaemon(true);
			// Not that of the request with the first span, whose server would miss it.
			thread.setContextClassLoader(OpenSpans.class.getClassLoader());
			return thread;
		});
		long period = Math.max(1, this.limit.toMillis() / 4);
		var unused = this.timer.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
	}

	int watched() {
		int watched = this.others.size();
		for (int i = 0; i < SLOTS; i++) {
			watched += (this.slots.get(i) != null) ? 1 : 0;
		}
		return watched;
	}

	void check() {
		for (int i = 0; i < SLOTS; i++) {
			ReadableSpan span = this.slots.get(i);
			if (span != null && isReported(span)) {
				this.slots.compareAndSet(i, span, null);
			}
		}
		this.others.removeIf(this::isReported);
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
		int slot = slot(span);
		if (this.slots.getAcquire(slot) == span) {
			this.slots.setRelease(slot, null);
		}
		else if (!this.others.isEmpty()) {
			this.others.remove(span);
		}
	}

	private static int slot(ReadableSpan span) {
		return span.hashCode() & (SLOTS - 1);
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
