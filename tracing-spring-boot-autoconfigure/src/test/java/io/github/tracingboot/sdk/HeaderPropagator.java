package io.github.tracingboot.sdk;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

record HeaderPropagator(String header) implements TextMapPropagator {

	@Override
	public Collection<String> fields() {
		return List.of(this.header);
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		setter.set(carrier, this.header, "");
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		return context;
	}

}
