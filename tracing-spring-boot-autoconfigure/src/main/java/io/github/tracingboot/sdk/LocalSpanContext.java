package io.github.tracingboot.sdk;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The context of a span of this process. Its ids are numbers until somebody reads them:
 * mostly that is an exporter, on a thread of its own, or nobody, as with a span that is
 * not sampled.
 */
final class LocalSpanContext implements SpanContext {

	// Written without a lock: whoever comes second makes the same text.
	private @Nullable String traceId;

	private @Nullable String spanId;

	/** Who knows the trace's id where it is not a number here. */
	private final @Nullable SpanContext remote;

	private final long traceIdHigh;

	private final long traceIdLow;

	private final long spanIdNumber;

	private final TraceFlags traceFlags;

	private final TraceState traceState;

	private LocalSpanContext(@Nullable String traceId, @Nullable SpanContext remote, long traceIdHigh, long traceIdLow,
			TraceFlags traceFlags, TraceState traceState) {
		this.traceId = traceId;
		this.remote = remote;
		this.traceIdHigh = traceIdHigh;
		this.traceIdLow = traceIdLow;
		this.spanIdNumber = SpanIds.random();
		this.traceFlags = traceFlags;
		this.traceState = traceState;
	}

	/**
	 * Makes the context of a trace's first span.
	 * @param traceId the trace's id if it is known, {@code null} for a random one
	 */
	static LocalSpanContext root(@Nullable String traceId, TraceFlags flags, TraceState state) {
		return (traceId != null) ? new LocalSpanContext(traceId, null, 0, 0, flags, state) : new LocalSpanContext(null,
				null, ThreadLocalRandom.current().nextLong(), SpanIds.random(), flags, state);
	}

	/** Makes the context of a span of the same trace. */
	static LocalSpanContext child(SpanContext parent, TraceFlags flags, TraceState state) {
		return (parent instanceof LocalSpanContext local)
				? new LocalSpanContext(local.traceId, local.remote, local.traceIdHigh, local.traceIdLow, flags, state)
				: new LocalSpanContext(null, parent, 0, 0, flags, state);
	}

	@Override
	public String getTraceId() {
		String text = this.traceId;
		if (text == null) {
			text = (this.remote != null) ? this.remote.getTraceId() : SpanIds.text(this.traceIdHigh, this.traceIdLow);
			this.traceId = text;
		}
		return text;
	}

	@Override
	public String getSpanId() {
		String text = this.spanId;
		if (text == null) {
			text = SpanIds.text(this.spanIdNumber);
			this.spanId = text;
		}
		return text;
	}

	long spanIdNumber() {
		return this.spanIdNumber;
	}

	@Override
	public TraceFlags getTraceFlags() {
		return this.traceFlags;
	}

	@Override
	public TraceState getTraceState() {
		return this.traceState;
	}

	@Override
	public boolean isValid() {
		return true;
	}

	@Override
	public boolean isRemote() {
		return false;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof SpanContext context && !context.isRemote()
				&& getSpanId().equals(context.getSpanId()) && getTraceId().equals(context.getTraceId())
				&& this.traceFlags.equals(context.getTraceFlags()) && this.traceState.equals(context.getTraceState()));
	}

	@Override
	public int hashCode() {
		return Objects.hash(getTraceId(), getSpanId());
	}

	@Override
	public String toString() {
		return "SpanContext{traceId=" + getTraceId() + ", spanId=" + getSpanId() + ", traceFlags=" + this.traceFlags
				+ ", traceState=" + this.traceState + "}";
	}

}
