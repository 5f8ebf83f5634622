package io.github.tracingboot.core;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Puts a failure on a span: ERROR status, {@code error.type}, and the exception as an
 * event unless another span of the branch has recorded the same one on its way up.
 */
public final class SpanErrors {

	/** Semantic conventions, general attributes: the class of error. */
	public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

	private static final RecordedErrors RECORDED = new RecordedErrors();

	private SpanErrors() {
	}

	/**
	 * Records what was thrown, with its stack trace.
	 * @param span the span that failed, not yet ended
	 * @param error what was thrown
	 */
	public static void record(Span span, Throwable error) {
		record(span, error, Detail.FULL);
	}

	/**
	 * Records what was thrown.
	 * @param span the span that failed, not yet ended
	 * @param error what was thrown
	 * @param detail how much of it is told
	 */
	public static void record(Span span, Throwable error, Detail detail) {
		if (!span.isRecording()) {
			return;
		}
		span.setStatus(StatusCode.ERROR);
		span.setAttribute(ERROR_TYPE, error.getClass().getName());
		if (!(span instanceof ReadableSpan readable)) {
			recordException(span, error, detail);
			return;
		}
		SpanContext parent = readable.getParentSpanContext();
		boolean local = parent.isValid() && !parent.isRemote();
		if (RECORDED.isFirst(error, span.getSpanContext().getSpanId(), local ? parent.getSpanId() : null)) {
			recordException(span, error, detail);
		}
	}

	private static void recordException(Span span, Throwable error, Detail detail) {
		try {
			if (detail == Detail.FULL) {
				span.recordException(error);
				return;
			}
			AttributesBuilder event = Attributes.builder().put(EXCEPTION_TYPE, error.getClass().getName());
			if (detail == Detail.TYPE_AND_MESSAGE && error.getMessage() != null) {
				event.put(EXCEPTION_MESSAGE, error.getMessage());
			}
			span.addEvent("exception", event.build());
		}
		catch (RuntimeException ex) {
			// The exception cannot tell its message or trace; its type is on the span.
		}
	}

	/** How much of an exception is told. */
	public enum Detail {

		/** Type, message and stack trace. */
		FULL,

		/** Type and message. */
		TYPE_AND_MESSAGE,

		/** The type alone: messages may hold what should not leave the process. */
		TYPE

	}

}
