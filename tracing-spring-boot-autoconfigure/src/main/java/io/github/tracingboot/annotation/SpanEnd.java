package io.github.tracingboot.annotation;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** Ends a span. */
@FunctionalInterface
interface SpanEnd {

	/**
	 * Ends it.
	 * @param span the span
	 * @param value what the work had for a result
	 * @param error what went wrong
	 */
	void end(Span span, @Nullable Object value, @Nullable Throwable error);

}
