package io.github.tracingboot.core;

import java.util.function.Predicate;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The span that a message container or web server opened around a handler method before
 * it knew which one. An annotated handler claims it while it runs, so that one piece of
 * work has one span. Whoever opened the span keeps it: ends it, and records what the
 * handler throws unless {@link #expects} says otherwise.
 */
public final class HandlerSpan implements ImplicitContextKeyed {

	private static final ContextKey<HandlerSpan> KEY = ContextKey.named("tracing-handler-span");

	private static final int DEEPEST_CAUSE = 32;

	private final Span span;

	private boolean claimed;

	private volatile @Nullable Predicate<Throwable> expected;

	public HandlerSpan(Span span) {
		this.span = span;
	}

	/**
	 * Claims the handler span if it is the context's current span, no other handler is
	 * running in it, and it is of the right kind: a listener that a controller calls does
	 * not get the server's span.
	 * @param context the context that the handler runs in
	 * @param kind the kind of span that a container opens for such a handler
	 * @return what to name and to {@linkplain #release() release}, or {@code null}
	 */
	public static @Nullable HandlerSpan claim(Context context, SpanKind kind) {
		HandlerSpan candidate = context.get(KEY);
		if (candidate == null || candidate.span != Span.fromContext(context) || !candidate.isOf(kind)) {
			return null;
		}
		return candidate.claim() ? candidate : null;
	}

	private synchronized boolean claim() {
		boolean free = !this.claimed;
		this.claimed = true;
		return free;
	}

	/**
	 * Gives the span the name that the handler asks for.
	 * @param name the name
	 */
	public void updateName(String name) {
		this.span.updateName(name);
	}

	/**
	 * Tells the owner that this exception belongs to the normal course of the handler.
	 * @param thrown what the handler is about to throw
	 */
	public void expect(Throwable thrown) {
		this.expected = (candidate) -> candidate == thrown;
	}

	/**
	 * Tells the owner which exceptions belong to the normal course of the handler, whose
	 * work is not over when it returns.
	 * @param expected tests what the work fails with
	 */
	public void expectLater(Predicate<Throwable> expected) {
		this.expected = expected;
	}

	/**
	 * Whether what reached the owner is the exception that the handler expected, or is
	 * caused by it.
	 * @param thrown what the owner caught
	 * @return whether it is not a failure
	 */
	public boolean expects(Throwable thrown) {
		Predicate<Throwable> wanted = this.expected;
		Throwable candidate = thrown;
		for (int depth = 0; wanted != null && candidate != null && depth < DEEPEST_CAUSE; depth++) {
			if (wanted.test(candidate)) {
				return true;
			}
			candidate = candidate.getCause();
		}
		return false;
	}

	/**
	 * Ends the claim: a container that retries calls the handler again in the same span.
	 */
	public synchronized void release() {
		this.claimed = false;
	}

	@Override
	public Context storeInContext(Context context) {
		return context.with(KEY, this);
	}

	private boolean isOf(SpanKind kind) {
		return !(this.span instanceof ReadableSpan readable) || readable.getKind() == kind;
	}

}
