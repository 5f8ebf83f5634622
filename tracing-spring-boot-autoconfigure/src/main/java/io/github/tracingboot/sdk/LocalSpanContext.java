package io.github.tracingboot.sdk;

import java.util.Objects;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

/**
 * The context of a span of this process, whose ids are known to be valid.
 */
final class LocalSpanContext implements SpanContext {

	private final String traceId;

	private final String spanId;

	private final TraceFlags traceFlags;

	private final TraceState traceState;

	LocalSpanContext(String traceId, String spanId, TraceFlags traceFlags, TraceState traceState) {
		this.traceId = traceId;
		this.spanId = spanId;
		this.traceFlags = traceFlags;
		this.traceState = traceState;
	}

	@Override
	public String getTraceId() {
		return this.traceId;
	}

	@Override
	public String getSpanId() {
		return this.spanId;
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
	public boolean equals(Object other) {
		return this == other || (other instanceof SpanContext context && !context.isRemote()
				&& this.traceId.equals(context.getTraceId()) && this.spanId.equals(context.getSpanId())
				&& this.traceFlags.equals(context.getTraceFlags()) && this.traceState.equals(context.getTraceState()));
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.traceId, this.spanId);
	}

	@Override
	public String toString() {
		return "SpanContext{traceId=" + this.traceId + ", spanId=" + this.spanId + ", traceFlags=" + this.traceFlags
				+ ", traceState=" + this.traceState + "}";
	}

}
