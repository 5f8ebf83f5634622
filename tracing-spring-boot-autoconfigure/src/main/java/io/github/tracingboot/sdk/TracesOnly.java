package io.github.tracingboot.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.OpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;

/**
 * Traces and nothing else: the SDK's own would make providers of meters and loggers that
 * nobody reads, which is a part of the application's start that can be felt.
 *
 * @param tracers where tracers come from
 * @param propagators how the context travels
 */
record TracesOnly(TracerProvider tracers, ContextPropagators propagators) implements OpenTelemetry {

	static OpenTelemetry unless(@Nullable SdkMeterProvider meters, @Nullable SdkLoggerProvider loggers,
			SdkTracerProvider tracers, ContextPropagators propagators) {
		if (meters == null && loggers == null) {
			return new TracesOnly(tracers, propagators);
		}
		OpenTelemetrySdkBuilder builder = OpenTelemetrySdk.builder()
			.setTracerProvider(tracers)
			.setPropagators(propagators);
		if (meters != null) {
			builder.setMeterProvider(meters);
		}
		if (loggers != null) {
			builder.setLoggerProvider(loggers);
		}
		return builder.build();
	}

	/** The SDK's own for whoever needs its type, with the same tracers. */
	static OpenTelemetrySdk asSdk(OpenTelemetry openTelemetry, SdkTracerProvider tracers,
			ContextPropagators propagators) {
		return (openTelemetry instanceof OpenTelemetrySdk sdk) ? sdk
				: OpenTelemetrySdk.builder().setTracerProvider(tracers).setPropagators(propagators).build();
	}

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracers;
	}

	@Override
	public ContextPropagators getPropagators() {
		return this.propagators;
	}

}
