package io.github.tracingboot.amqp;

import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;

/**
 * The handling of what a container has received, from its first attempt until its last
 * result is there. It ends its span unless that belongs to somebody else.
 */
final class Processing implements ImplicitContextKeyed {

	private static final ContextKey<Processing> KEY = ContextKey.named("tracing-amqp-processing");

	private final AmqpTracing tracing;

	private final Received received;

	private final Span span;

	private final boolean own;

	private final HandlerSpan handler;

	private Context context = Context.root();

	private Scope scope = Scope.noop();

	// One thread after the other works on the attempts.
	private int attempts;

	private @Nullable AtomicInteger unfinished;

	Processing(AmqpTracing tracing, Received received, Span span, boolean own) {
		this.tracing = tracing;
		this.received = received;
		this.span = span;
		this.own = own;
		this.handler = new HandlerSpan(span);
	}

	static @Nullable Processing in(Context context) {
		return context.get(KEY);
	}

	/**
	 * Whether the context came with the messages being handled: a handler that forwards a
	 * message forwards its headers too, and this tells them from a context that a user
	 * set.
	 */
	static boolean received(Context context, SpanContext candidate) {
		Processing processing = in(context);
		return processing != null && processing.received.cameFrom(candidate);
	}

	@SuppressWarnings("MustBeClosedChecker") // leave does
	void enter(Context parent) {
		this.context = parent.with(this.span).with(this.handler).with(this);
		this.scope = this.context.makeCurrent();
	}

	void leave() {
		this.tracing.close(this.scope);
	}

	/** The context that the messages are handled in. */
	Context context() {
		return this.context;
	}

	Span span() {
		return this.span;
	}

	int nextAttempt() {
		return ++this.attempts;
	}

	boolean expects(Throwable error) {
		return this.handler.expects(error);
	}

	void fail(Throwable error) {
		if (this.own && !expects(error)) {
			this.tracing.record(this.span, ListenerErrors.unwrap(error));
		}
		try {
			this.received.failed(this.span.getSpanContext());
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
	}

	/** The listener has returned, but what it returned is not there yet. */
	void awaitResult() {
		AtomicInteger both = this.unfinished;
		if (both == null) {
			this.unfinished = new AtomicInteger(2);
		}
		else {
			both.incrementAndGet();
		}
	}

	/** The listener, or a result that it was waited for, is done. */
	void finish() {
		AtomicInteger all = this.unfinished;
		if (this.own && (all == null || all.decrementAndGet() == 0)) {
			this.tracing.end(this.span);
		}
	}

	@Override
	public Context storeInContext(Context context) {
		return context.with(KEY, this);
	}

}
