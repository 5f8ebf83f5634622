package io.github.tracingboot.propagation;

import java.util.Collection;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InternalHosts;

/**
 * Sends nothing to hosts that may not have it.
 *
 * @param delegate what the others get
 * @param hosts who may
 */
record HostPropagator(TextMapPropagator delegate, InternalHosts hosts) implements TextMapPropagator {

	private static final String EXCHANGE = "exchange:";

	@Override
	public Collection<String> fields() {
		return this.delegate.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		String destination = InternalHosts.destinationOf(context);
		if (destination == null || destination.startsWith(EXCHANGE) || this.hosts.reasonAgainst(destination) == null) {
			this.delegate.inject(context, carrier, setter);
		}
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		return this.delegate.extract(context, carrier, getter);
	}

}
