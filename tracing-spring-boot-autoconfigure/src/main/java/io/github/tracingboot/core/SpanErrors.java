package io.github.tracingboot.core;

import java.lang.ref.WeakReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Puts a failure on a span: ERROR status, {@code error.type}, and the exception as an
 * event unless a child has recorded the same one on its way up.
 */
public final class SpanErrors {

	/** Semantic conventions, general attributes: the class of error. */
	public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	// An exception crosses the spans of a branch on one thread, so the last one is
	// enough.
	private static final ThreadLocal<@Nullable Recorded> LAST = new ThreadLocal<>();

	private SpanErrors() {
	}

	/**
	 * Records what was thrown.
	 * @param span the span that failed, not yet ended
	 * @param error what was thrown
	 */
	public static void record(Span span, Throwable error) {
		if (!span.isRecording()) {
			return;
		}
		span.setStatus(StatusCode.ERROR);
		span.setAttribute(ERROR_TYPE, error.getClass().getName());
		Recorded last = LAST.get();
		if (last == null || !last.belowAndSame(span, error)) {
			recordException(span, error);
		}
		Recorded recorded = Recorded.on(span, error);
		if (recorded != null) {
			LAST.set(recorded);
		}
		else {
			LAST.remove();
		}
	}

	private static void recordException(Span span, Throwable error) {
		try {
			span.recordException(error);
		}
		catch (RuntimeException ex) {
			// The exception cannot tell its message or trace; its type is on the span.
		}
	}

	private record Recorded(WeakReference<Throwable> error, String parentSpanId) {

		/** Nothing for a local root: no span above it on this thread asks. */
		static @Nullable Recorded on(Span span, Throwable error) {
			if (!(span instanceof ReadableSpan readable)) {
				return null;
			}
			SpanContext parent = readable.getParentSpanContext();
			return (parent.isValid() && !parent.isRemote())
					? new Recorded(new WeakReference<>(error), parent.getSpanId()) : null;
		}

		boolean belowAndSame(Span span, Throwable error) {
			return this.error.refersTo(error) && this.parentSpanId.equals(span.getSpanContext().getSpanId());
		}

	}

}
