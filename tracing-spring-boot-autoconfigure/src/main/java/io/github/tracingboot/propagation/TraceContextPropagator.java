package io.github.tracingboot.propagation;

import java.util.Collection;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context, level 2. Nearly all messages and requests come and go with a
 * {@code traceparent} of version 00 and nothing else: that is read in one pass, and its
 * ids are not made texts before somebody wants them; and it is put together at once. All
 * else is left to OpenTelemetry.
 */
final class TraceContextPropagator implements TextMapPropagator {

	private static final String TRACEPARENT = "traceparent";

	private static final String TRACESTATE = "tracestate";

	private final TextMapPropagator delegate = W3CTraceContextPropagator.getInstance();

	@Override
	public Collection<String> fields() {
		return this.delegate.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		SpanContext span = (context != null) ? Span.fromContext(context).getSpanContext() : SpanContext.getInvalid();
		if (setter == null || !span.isValid() || !span.getTraceState().isEmpty()) {
			this.delegate.inject(context, carrier, setter);
			return;
		}
		setter.set(carrier, TRACEPARENT,
				"00-" + span.getTraceId() + '-' + span.getSpanId() + '-' + span.getTraceFlags().asHex());
	}

	@Override
	@SuppressWarnings("NullAway") // OpenTelemetry's takes null for a context or getter
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		if (context == null || getter == null) {
			return this.delegate.extract(context, carrier, getter);
		}
		String traceparent = getter.get(carrier, TRACEPARENT);
		if (traceparent == null) {
			return context;
		}
		RemoteSpanContext remote = RemoteSpanContext.of(traceparent);
		if (remote == null || hasText(getter.get(carrier, TRACESTATE))) {
			return this.delegate.extract(context, carrier, getter);
		}
		return context.with(Span.wrap(remote));
	}

	private static boolean hasText(@Nullable String tracestate) {
		return tracestate != null && !tracestate.isEmpty();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
