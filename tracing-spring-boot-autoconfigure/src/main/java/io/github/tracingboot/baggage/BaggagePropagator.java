package io.github.tracingboot.baggage;

import java.util.Collection;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what comes in and goes out, whatever the format, keeps it from those who are not
 * trusted, and begins what can be added to with what has come in.
 */
final class BaggagePropagator implements TextMapPropagator {

	private final TextMapPropagator delegate;

	private final TrustedDestinations trusted;

	private final BaggageLimits limits;

	BaggagePropagator(TextMapPropagator delegate, TrustedDestinations trusted, BaggageLimits limits) {
		this.delegate = delegate;
		this.trusted = trusted;
		this.limits = limits;
	}

	@Override
	public Collection<String> fields() {
		return this.delegate.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.delegate.inject(outbound(context), carrier, setter);
	}

	private Context outbound(Context context) {
		Baggage baggage = Baggage.fromContext(context);
		if (baggage.isEmpty()) {
			return context;
		}
		Baggage sent = this.trusted.accept(context) ? this.limits.trim(baggage) : Baggage.empty();
		return (sent != baggage) ? context.with(sent) : context;
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Context extracted = this.delegate.extract(context, carrier, getter);
		Baggage baggage = Baggage.fromContext(extracted);
		if (baggage instanceof LiveBaggage) {
			// Nothing has come in: it is the caller's.
			return extracted;
		}
		return extracted.with(new LiveBaggage(this.limits.trim(baggage)));
	}

}
