package io.github.tracingboot.web;

import java.net.URI;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/** The span of one request that goes out. */
final class ClientSpan implements ImplicitContextKeyed {

	private static final ContextKey<ClientSpan> KEY = ContextKey.named("tracing-client-span");

	private final Span span;

	private final URI target;

	private final Context context;

	ClientSpan(Span span, URI target, Context parent) {
		this.span = span;
		this.target = target;
		this.context = parent.with(span).with(this);
	}

	/**
	 * Whether one client sends what another, which is built on it, has a span for. A
	 * request to elsewhere, for a token perhaps, is one of its own.
	 */
	static boolean isSending(Context context, URI target) {
		ClientSpan outer = context.get(KEY);
		return outer != null && outer.span == Span.fromContext(context) && outer.target.equals(target);
	}

	Context context() {
		return this.context;
	}

	void answered(int status) {
		this.span.setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
		if (status >= 400) {
			this.span.setStatus(StatusCode.ERROR);
			this.span.setAttribute(SpanErrors.ERROR_TYPE, String.valueOf(status));
		}
	}

	void protocol(@Nullable String version) {
		this.span.setAttribute(HttpAttributes.NETWORK_PROTOCOL_VERSION, version);
	}

	void failed(Throwable error) {
		SpanErrors.record(this.span, error);
	}

	void end() {
		this.span.end();
	}

	@Override
	public Context storeInContext(Context context) {
		return context.with(KEY, this);
	}

}
