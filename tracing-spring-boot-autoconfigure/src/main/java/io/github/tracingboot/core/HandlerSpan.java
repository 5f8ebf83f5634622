package io.github.tracingboot.core;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import org.jspecify.annotations.Nullable;

/**
 * The span that a message container or web server opened around a handler method before
 * it knew which one. The first annotated handler claims it, so that one piece of work has
 * one span.
 */
public final class HandlerSpan implements ImplicitContextKeyed {

	private static final ContextKey<HandlerSpan> KEY = ContextKey.named("tracing-handler-span");

	private final Span span;

	private final AtomicBoolean claimed = new AtomicBoolean();

	public HandlerSpan(Span span) {
		this.span = span;
	}

	/**
	 * Claims the handler span if it is the context's current span and nobody has yet.
	 * @param context the context that the handler runs in
	 * @return the span to name and to describe, or {@code null}
	 */
	public static @Nullable Span claim(Context context) {
		HandlerSpan candidate = context.get(KEY);
		if (candidate == null || candidate.span != Span.fromContext(context)) {
			return null;
		}
		return candidate.claimed.compareAndSet(false, true) ? candidate.span : null;
	}

	@Override
	public Context storeInContext(Context context) {
		return context.with(KEY, this);
	}

}
