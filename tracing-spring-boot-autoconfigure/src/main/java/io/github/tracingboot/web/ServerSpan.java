package io.github.tracingboot.web;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.SpanErrors;

/** The span of one request that came in. */
final class ServerSpan {

	private static final String DISCONNECTED = "client_disconnected";

	private static final int SERVER_ERROR = 500;

	private final Span span;

	private final HandlerSpan handler;

	private final Context context;

	private final String name;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean routed;

	private volatile @Nullable Throwable resolved;

	private volatile boolean failed;

	private volatile boolean recorded;

	ServerSpan(ServerTracing.Incoming incoming) {
		this.name = incoming.name();
		this.span = incoming.span().startSpan();
		this.handler = new HandlerSpan(this.span);
		this.context = incoming.parent().with(this.span).with(this.handler);
	}

	Context context() {
		return this.context;
	}

	SpanContext spanContext() {
		return this.span.getSpanContext();
	}

	/** The first route counts: what a handler forwards to is not what was asked for. */
	void route(String route) {
		if (this.routed) {
			return;
		}
		this.routed = true;
		this.span.setAttribute(HttpAttributes.ROUTE, route);
		if (!(this.span instanceof ReadableSpan readable) || readable.getName().equals(this.name)) {
			this.span.updateName(this.name + " " + route);
		}
	}

	/** Whether it is a failure depends on the status that it is turned into. */
	void resolving(Throwable error) {
		this.resolved = error;
	}

	/** Nobody has turned it into an answer. */
	void failed(Throwable error) {
		this.failed = true;
		record(error);
	}

	/** There is nobody to answer any more. */
	void disconnected(@Nullable Throwable error) {
		if (error != null) {
			record(error);
		}
		else if (!this.recorded) {
			fail(DISCONNECTED);
		}
	}

	private void record(@Nullable Throwable error) {
		if (error != null && !this.handler.expects(error)) {
			SpanErrors.record(this.span, error);
			this.recorded = true;
		}
	}

	private void fail(String type) {
		this.recorded = true;
		this.span.setStatus(StatusCode.ERROR);
		this.span.setAttribute(SpanErrors.ERROR_TYPE, type);
	}

	boolean hasEnded() {
		return this.ended.get();
	}

	/**
	 * Ends the span; only the first time counts.
	 * @param status the status of the answer, 0 if there was none
	 */
	void end(int status) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		if (status > 0) {
			this.span.setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
		}
		if (status >= SERVER_ERROR && !this.failed) {
			record(this.resolved);
		}
		if (status >= SERVER_ERROR && !this.recorded) {
			fail(String.valueOf(status));
		}
		this.span.end();
	}

}
