package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;

/**
 * Where the spans of refused traces wait. A trace is kept, and sent on whole, as soon as
 * one of its spans has given a reason; it is dropped when its last local root ends
 * without one, or when it is too old or too many wait.
 */
final class KeepBuffer implements SpanProcessor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(KeepBuffer.class);

	private final KeepCriteria criteria;

	private final SamplingProperties.Keep limits;

	private final List<SpanProcessor> exports;

	private final LongSupplier nanoTime;

	private final LocalTraces traces;

	// For how many spans there is room in the traces that wait.
	private final AtomicInteger room = new AtomicInteger();

	private final AtomicBoolean reported = new AtomicBoolean();

	private final KeepFigures figures = new KeepFigures(this::waitingSpans, this::waitingTraces);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(null, task, "tracing-keep", 0, false);
		thread.setDaemon(true);
		return thread;
	});

	KeepBuffer(SamplingProperties.Keep properties, List<SpanProcessor> exports, LongSupplier nanoTime) {
		this.criteria = KeepCriteria.of(properties);
		this.limits = properties;
		this.exports = exports;
		this.nanoTime = nanoTime;
		this.traces = new LocalTraces(properties.maxTraces());
	}

	KeepBuffer start() {
		Duration age = this.limits.maxAge();
		long period = Math.max(1, Math.min(1000, age.toMillis() / 4));
		var unused = this.timer.scheduleWithFixedDelay(this::decideOld, period, period, TimeUnit.MILLISECONDS);
		return this;
	}

	KeepCriteria criteria() {
		return this.criteria;
	}

	KeepFigures figures() {
		return this.figures;
	}

	/** The trace of a local root that is about to start. */
	LocalTrace open(String traceId, @Nullable Double ratio) {
		LocalTrace trace = this.traces.open(traceId,
				(id) -> new LocalTrace(this, id, ratio, this.nanoTime.getAsLong()));
		evict();
		return trace;
	}

	/** Somebody else knows a reason. */
	void keep(String traceId, KeepReason reason) {
		LocalTrace trace = this.traces.find(traceId);
		if (trace != null) {
			keep(trace, reason);
		}
	}

	void keep(LocalTrace trace, KeepReason reason) {
		if (!trace.keep(reason)) {
			return;
		}
		ReadableSpan[] spans = trace.spans();
		this.figures.kept(reason, 1, settle(trace, true));
		for (ReadableSpan span : spans) {
			export(new KeptSpan(span, trace));
		}
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
		LocalTrace trace = LocalTrace.of(span.getSpanContext(), this);
		if (trace == null) {
			return;
		}
		if (trace.fate() == LocalTrace.Fate.WAITING) {
			KeepReason reason = this.criteria.atEnd(span);
			if (reason != null) {
				keep(trace, reason);
			}
		}
		if (!span.getSpanContext().isSampled()) {
			add(trace, span);
		}
		else if (trace.fate() == LocalTrace.Fate.KEPT) {
			// Started after the decision, so it goes the way of all that are sampled.
			this.figures.kept(trace.reason(), 0, 1);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	private void add(LocalTrace trace, ReadableSpan span) {
		boolean root = LocalTrace.of(span.getParentSpanContext()) != trace;
		while (true) {
			switch (trace.add(span, root)) {
				case WAITS -> {
					return;
				}
				case LAST -> {
					this.figures.dropped(1, settle(trace, false) + 1);
					return;
				}
				case DECIDED -> {
					follow(trace, span);
					return;
				}
				case FULL -> makeRoom(trace);
			}
		}
	}

	private void follow(LocalTrace trace, ReadableSpan span) {
		switch (trace.fate()) {
			case KEPT -> {
				this.figures.kept(trace.reason(), 0, 1);
				export(new KeptSpan(span, trace));
			}
			case EVICTED -> this.figures.evicted(0, 1);
			default -> this.figures.dropped(0, 1);
		}
	}

	private void makeRoom(LocalTrace trace) {
		int wanted = trace.wantedRoom();
		this.room.addAndGet(wanted);
		evict();
		if (!trace.grow(wanted)) {
			this.room.addAndGet(-wanted);
		}
	}

	/** Whole traces, the oldest first. */
	private void evict() {
		while (this.room.get() > this.limits.maxSpans() || this.traces.waiting() > this.limits.maxTraces()) {
			LocalTrace oldest = this.traces.oldest();
			if (oldest == null) {
				return;
			}
			if (oldest.drop(LocalTrace.Fate.EVICTED)) {
				this.figures.evicted(1, settle(oldest, false));
			}
		}
	}

	/** Takes what has been decided out of what waits. */
	private int settle(LocalTrace trace, boolean kept) {
		if (trace.room() != 0) {
			this.room.addAndGet(-trace.room());
		}
		this.traces.decided(trace, kept);
		return trace.clear();
	}

	// In part would be worse than not at all, so one failure does not stop the next span.
	private void export(KeptSpan span) {
		for (SpanProcessor each : this.exports) {
			try {
				each.onEnd(span);
			}
			catch (RuntimeException ex) {
				if (this.reported.compareAndSet(false, true)) {
					logger.warn("A span that was kept could not be handed to {}; it is not reported again",
							each.getClass().getName(), ex);
				}
			}
		}
	}

	/** A root that is open for too long is not waited for. */
	void decideOld() {
		decide(this.limits.maxAge().toNanos());
	}

	private void decide(long age) {
		long now = this.nanoTime.getAsLong();
		for (LocalTrace trace : this.traces.all()) {
			long waited = now - trace.startNanos();
			if (waited < age) {
				continue;
			}
			if (this.criteria.isSlow(waited)) {
				keep(trace, KeepReason.SLOW);
			}
			else if (trace.drop(LocalTrace.Fate.DROPPED)) {
				this.figures.dropped(1, settle(trace, false));
			}
		}
	}

	/** What waits is decided on as it is, before the exporters take no more. */
	@Override
	public CompletableResultCode shutdown() {
		this.timer.shutdownNow();
		decide(0);
		return CompletableResultCode.ofSuccess();
	}

	private long waitingSpans() {
		return this.traces.all().stream().mapToLong(LocalTrace::size).sum();
	}

	private long waitingTraces() {
		return this.traces.waiting();
	}

	/** Before the exporters, which are shut down in the same order. */
	@Override
	public int getOrder() {
		return 0;
	}

}
