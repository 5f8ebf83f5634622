package io.github.tracingboot.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.jspecify.annotations.Nullable;

/**
 * The signals that an application has. The SDK's own class would make providers of meters
 * and loggers that nobody reads, which is a part of the application's start that can be
 * felt, and takes no tracers but the SDK's.
 *
 * @param tracers where tracers come from
 * @param meters where meters come from, if there are any
 * @param loggers where loggers come from, if there are any
 * @param propagators how the context travels
 */
record Signals(TracerProvider tracers, @Nullable MeterProvider meters, @Nullable LoggerProvider loggers,
		ContextPropagators propagators) implements OpenTelemetry {

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracers;
	}

	@Override
	public MeterProvider getMeterProvider() {
		return (this.meters != null) ? this.meters : MeterProvider.noop();
	}

	@Override
	public LoggerProvider getLogsBridge() {
		return (this.loggers != null) ? this.loggers : LoggerProvider.noop();
	}

	@Override
	public ContextPropagators getPropagators() {
		return this.propagators;
	}

}
