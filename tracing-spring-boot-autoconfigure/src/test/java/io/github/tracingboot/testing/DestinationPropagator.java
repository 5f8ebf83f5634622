package io.github.tracingboot.testing;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InternalHosts;

/** Writes down where the sender says that something goes. */
public enum DestinationPropagator implements TextMapPropagator {

	INSTANCE;

	@Override
	public Collection<String> fields() {
		return List.of("destination");
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		setter.set(carrier, "destination", String.valueOf(InternalHosts.destinationOf(context)));
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		return context;
	}

}
