package io.github.tracingboot.propagation;

import java.util.Objects;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The context of a span of another process, as it came: a {@code traceparent} without a
 * {@code tracestate}.
 */
final class RemoteSpanContext implements SpanContext {

	private static final String VERSION = "00-";

	private static final int TRACE_ID = 3;

	private static final int SPAN_ID = 36;

	private static final int FLAGS = 53;

	private static final int LENGTH = 55;

	/** A bit for each digit, lower case, counted from zero's place in ASCII. */
	private static final long DIGITS = 0x3ffL | 0x3fL << ('a' - '0');

	private final String traceparent;

	private final TraceFlags traceFlags;

	// Written without a lock: whoever comes second makes the same text.
	private @Nullable String traceId;

	private @Nullable String spanId;

	private RemoteSpanContext(String traceparent) {
		this.traceparent = traceparent;
		this.traceFlags = TraceFlags.fromHex(traceparent, FLAGS);
	}

	/**
	 * Reads a header.
	 * @param traceparent the header
	 * @return the context, {@code null} if the header is of another version or not valid
	 */
	static @Nullable RemoteSpanContext of(String traceparent) {
		boolean valid = traceparent.length() == LENGTH && traceparent.startsWith(VERSION)
				&& isId(traceparent, TRACE_ID, SPAN_ID - 1) && traceparent.charAt(SPAN_ID - 1) == '-'
				&& isId(traceparent, SPAN_ID, FLAGS - 1) && traceparent.charAt(FLAGS - 1) == '-'
				&& isDigit(traceparent.charAt(FLAGS)) && isDigit(traceparent.charAt(FLAGS + 1));
		return valid ? new RemoteSpanContext(traceparent) : null;
	}

	/**
	 * Lower case digits that are not all zero. Whether the next is a letter is random,
	 * and a branch for each that no processor foresees took most of the time of an
	 * extraction.
	 */
	private static boolean isId(String text, int start, int end) {
		int others = 0;
		int seen = 0;
		for (int i = start; i < end; i++) {
			int place = text.charAt(i) - '0';
			others |= other(place);
			seen |= place;
		}
		return others == 0 && seen != 0;
	}

	private static boolean isDigit(char candidate) {
		return other(candidate - '0') == 0;
	}

	/** Zero for the place of a digit. */
	private static int other(int place) {
		return (place & ~63) | (int) (~DIGITS >>> place & 1);
	}

	@Override
	public String getTraceId() {
		String text = this.traceId;
		if (text == null) {
			text = this.traceparent.substring(TRACE_ID, SPAN_ID - 1);
			this.traceId = text;
		}
		return text;
	}

	@Override
	public String getSpanId() {
		String text = this.spanId;
		if (text == null) {
			text = this.traceparent.substring(SPAN_ID, FLAGS - 1);
			this.spanId = text;
		}
		return text;
	}

	@Override
	public TraceFlags getTraceFlags() {
		return this.traceFlags;
	}

	@Override
	public TraceState getTraceState() {
		return TraceState.getDefault();
	}

	@Override
	public boolean isValid() {
		return true;
	}

	@Override
	public boolean isRemote() {
		return true;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof SpanContext context && context.isRemote()
				&& getSpanId().equals(context.getSpanId()) && getTraceId().equals(context.getTraceId())
				&& this.traceFlags.equals(context.getTraceFlags()) && context.getTraceState().isEmpty());
	}

	@Override
	public int hashCode() {
		return Objects.hash(getTraceId(), getSpanId());
	}

	@Override
	public String toString() {
		return "SpanContext{traceparent=" + this.traceparent + "}";
	}

}
