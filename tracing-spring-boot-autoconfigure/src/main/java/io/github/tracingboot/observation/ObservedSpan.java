package io.github.tracingboot.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.SpanErrors;

/**
 * The span of an observation, or of an observation without one the context that it was
 * started in. An observation may be opened on several threads at a time; a scope of
 * OpenTelemetry is closed by the thread that opened it.
 */
final class ObservedSpan {

	private final @Nullable Span span;

	private final @Nullable HandlerSpan handler;

	private final Context context;

	private final String name;

	private @Nullable Opened opened;

	private ObservedSpan(@Nullable Span span, @Nullable HandlerSpan handler, Context context, String name) {
		this.span = span;
		this.handler = handler;
		this.context = context;
		this.name = name;
	}

	static ObservedSpan of(Span span, String name, Context parent) {
		return new ObservedSpan(span, null, parent.with(span), name);
	}

	/** One that an annotated handler can claim. */
	static ObservedSpan ofHandler(Span span, String name, Context parent) {
		HandlerSpan handler = new HandlerSpan(span);
		return new ObservedSpan(span, handler, parent.with(span).with(handler), name);
	}

	static ObservedSpan none(Context context) {
		return new ObservedSpan(null, null, context, "");
	}

	Context context() {
		return this.context;
	}

	@Nullable Span span() {
		return this.span;
	}

	/** Makes the span current; without one, what is current already is closer. */
	void open() {
		Context current = Context.current();
		boolean closer = this.span == null && Span.fromContext(current).getSpanContext().isValid();
		open(closer ? current : this.context);
	}

	@SuppressWarnings("MustBeClosedChecker") // when the observation's scope is
	void open(Context context) {
		Scope scope = context.makeCurrent();
		synchronized (this) {
			this.opened = new Opened(Thread.currentThread(), scope, this.opened);
		}
	}

	/**
	 * Closes what this thread has opened last.
	 * @return whether there was anything
	 */
	boolean close() {
		Scope scope = takeScope();
		if (scope != null) {
			scope.close();
		}
		return scope != null;
	}

	private synchronized @Nullable Scope takeScope() {
		Thread thread = Thread.currentThread();
		Opened later = null;
		for (Opened candidate = this.opened; candidate != null; candidate = candidate.before) {
			if (candidate.thread == thread) {
				if (later == null) {
					this.opened = candidate.before;
				}
				else {
					later.before = candidate.before;
				}
				return candidate.scope;
			}
			later = candidate;
		}
		return null;
	}

	void fail(Throwable error) {
		if (this.span != null && (this.handler == null || !this.handler.expects(error))) {
			SpanErrors.record(this.span, error);
		}
	}

	/** A name that somebody else has given the span since it started stays. */
	void rename(String later) {
		if (this.span != null && !later.equals(this.name)
				&& (!(this.span instanceof ReadableSpan readable) || readable.getName().equals(this.name))) {
			this.span.updateName(later);
		}
	}

	private static final class Opened {

		private final Thread thread;

		private final Scope scope;

		private @Nullable Opened before;

		Opened(Thread thread, Scope scope, @Nullable Opened before) {
			this.thread = thread;
			this.scope = scope;
			this.before = before;
		}

	}

}
