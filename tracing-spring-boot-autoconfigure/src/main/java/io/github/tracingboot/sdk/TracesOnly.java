package io.github.tracingboot.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;

/**
 * Traces and nothing else: the SDK's own would make providers of meters and loggers that
 * nobody reads, which is a part of the application's start that can be felt.
 *
 * @param tracers where tracers come from
 * @param propagators how the context travels
 */
record TracesOnly(TracerProvider tracers, ContextPropagators propagators) implements OpenTelemetry {

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracers;
	}

	@Override
	public ContextPropagators getPropagators() {
		return this.propagators;
	}

}
