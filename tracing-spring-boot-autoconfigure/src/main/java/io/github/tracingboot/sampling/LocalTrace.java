package io.github.tracingboot.sampling;

import java.util.Arrays;
import java.util.Objects;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * What one process has of a trace that the head sampler refused: its spans until it is
 * decided what becomes of them, then the decision. Whoever decides first takes care of
 * the spans.
 */
final class LocalTrace {

	/** What has been, or is still to be, decided. */
	enum Fate {

		WAITING, KEPT, DROPPED, EVICTED

	}

	/** What adding a span has come to. */
	enum Added {

		/** It waits. */
		WAITS,

		/** There is no room for it. */
		FULL,

		/** It was the last local root that was open: the trace is dropped, with it. */
		LAST,

		/** It has been decided what becomes of it. */
		DECIDED

	}

	private static final ReadableSpan[] NO_SPANS = {};

	private static final int FIRST_ROOM = 8;

	private final KeepBuffer buffer;

	private final String traceId;

	private final @Nullable Double ratio;

	private final long startNanos;

	private ReadableSpan[] spans = NO_SPANS;

	private int size;

	private int openRoots = 1;

	private SamplingEntry entry = SamplingEntry.NONE;

	private SamplingResult result = SamplingResult.drop();

	// Written last, so that whoever sees it sees what belongs to it.
	private volatile Fate fate = Fate.WAITING;

	LocalTrace(KeepBuffer buffer, String traceId, @Nullable Double ratio, long startNanos) {
		this.buffer = buffer;
		this.traceId = traceId;
		this.ratio = ratio;
		this.startNanos = startNanos;
	}

	/** The local trace of a span that was started in this process. */
	static @Nullable LocalTrace of(SpanContext span) {
		return (span.getTraceState() instanceof LocalTraceState state) ? state.trace() : null;
	}

	/** The same if it waits in this buffer, of which each application has its own. */
	static @Nullable LocalTrace of(SpanContext span, KeepBuffer buffer) {
		LocalTrace trace = of(span);
		return (trace != null && trace.buffer == buffer) ? trace : null;
	}

	String traceId() {
		return this.traceId;
	}

	long startNanos() {
		return this.startNanos;
	}

	Fate fate() {
		return this.fate;
	}

	/** Another local root, unless it is too late. */
	synchronized boolean join() {
		if (this.fate != Fate.WAITING) {
			return false;
		}
		this.openRoots++;
		return true;
	}

	synchronized Added add(ReadableSpan span, boolean root) {
		if (this.fate != Fate.WAITING) {
			return Added.DECIDED;
		}
		if (root && this.openRoots == 1) {
			this.fate = Fate.DROPPED;
			return Added.LAST;
		}
		if (this.size == this.spans.length) {
			return Added.FULL;
		}
		this.spans[this.size++] = span;
		if (root) {
			this.openRoots--;
		}
		return Added.WAITS;
	}

	/** How much more room it needs when it is full; another thread may be faster. */
	int wantedRoom() {
		return Math.max(FIRST_ROOM, this.spans.length);
	}

	/** Whether it takes the room, which is useless when another thread was faster. */
	synchronized boolean grow(int room) {
		if (this.fate != Fate.WAITING || this.size < this.spans.length) {
			return false;
		}
		this.spans = Arrays.copyOf(this.spans, this.size + room);
		return true;
	}

	/** Whether it was for the caller to decide. */
	synchronized boolean drop(Fate reason) {
		if (this.fate != Fate.WAITING) {
			return false;
		}
		this.fate = reason;
		return true;
	}

	/** Whether it was for the caller to decide. */
	synchronized boolean keep(KeepReason reason) {
		if (this.fate != Fate.WAITING) {
			return false;
		}
		this.entry = new SamplingEntry(this.ratio, reason);
		this.result = SamplingResult.create(SamplingDecision.RECORD_AND_SAMPLE, this.entry.attributes());
		this.fate = Fate.KEPT;
		return true;
	}

	/** For whoever has decided: the spans that have waited. */
	ReadableSpan[] spans() {
		return Arrays.copyOf(this.spans, this.size);
	}

	/** For whoever has decided: how many have waited, which nobody needs any longer. */
	int clear() {
		int cleared = this.size;
		this.spans = NO_SPANS;
		this.size = 0;
		return cleared;
	}

	/** For whoever has decided. */
	int room() {
		return this.spans.length;
	}

	synchronized int size() {
		return this.size;
	}

	/** What becomes of a span that is started in it now. */
	SamplingResult result() {
		return (this.fate == Fate.WAITING) ? SamplingResult.recordOnly() : this.result;
	}

	/** For a trace that was kept. */
	KeepReason reason() {
		return Objects.requireNonNull(this.entry.kept());
	}

	/** The context of a span of this trace, which has been kept, as all others see it. */
	SpanContext kept(SpanContext span) {
		TraceFlags flags = TraceFlags
			.fromByte((byte) (span.getTraceFlags().asByte() | TraceFlags.getSampled().asByte()));
		LocalTraceState state = (LocalTraceState) span.getTraceState();
		return SpanContext.create(span.getTraceId(), span.getSpanId(), flags, state.kept(this.entry));
	}

}
