package io.github.tracingboot.amqp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * A span that somebody else, such as Spring AMQP's observation, has opened for just this
 * message: a second one would say the same again.
 */
final class OthersSpan {

	private OthersSpan() {
	}

	/** The current span if it is the one whose context the message carries. */
	static boolean ofPublish(Context current, SpanContext carried) {
		Span span = Span.fromContext(current);
		return isSame(span.getSpanContext(), carried) && isOf(span, SpanKind.PRODUCER);
	}

	/** The current span if it continues the context that the message carries. */
	static @Nullable Span ofProcess(Context current, Received received) {
		Span span = Span.fromContext(current);
		if (!span.getSpanContext().isValid() || !isOf(span, SpanKind.CONSUMER)) {
			return null;
		}
		if (span instanceof ReadableSpan readable) {
			return (!readable.hasEnded() && received.cameFrom(readable.getParentSpanContext())) ? span : null;
		}
		return received.isIn(span.getSpanContext().getTraceId()) ? span : null;
	}

	private static boolean isOf(Span span, SpanKind kind) {
		return !(span instanceof ReadableSpan readable) || readable.getKind() == kind;
	}

	private static boolean isSame(SpanContext one, SpanContext other) {
		return other.isValid() && one.getSpanId().equals(other.getSpanId())
				&& one.getTraceId().equals(other.getTraceId());
	}

}
