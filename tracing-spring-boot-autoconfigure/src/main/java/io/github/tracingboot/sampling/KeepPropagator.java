package io.github.tracingboot.sampling;

import java.util.Collection;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Tells others of a decision to keep, in whatever format: for them the trace is sampled
 * from now on. And listens: what comes back, on the reply to a message for example, may
 * have been kept by whoever sends it.
 *
 * @param delegate the formats
 * @param buffer where the trace may still be waiting
 */
record KeepPropagator(TextMapPropagator delegate, Supplier<KeepBuffer> buffer) implements TextMapPropagator {

	@Override
	public Collection<String> fields() {
		return this.delegate.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		LocalTrace trace = LocalTrace.of(span);
		Context sent = context;
		if (trace != null && trace.fate() == LocalTrace.Fate.KEPT) {
			sent = context.with(Span.wrap(trace.kept(span)));
		}
		this.delegate.inject(sent, carrier, setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Context extracted = this.delegate.extract(context, carrier, getter);
		SpanContext span = Span.fromContext(extracted).getSpanContext();
		if (span.isRemote() && span.isSampled()) {
			KeepReason reason = SamplingEntry.of(span.getTraceState()).kept();
			if (reason != null) {
				this.buffer.get().keep(span.getTraceId(), reason);
			}
		}
		return extracted;
	}

}
