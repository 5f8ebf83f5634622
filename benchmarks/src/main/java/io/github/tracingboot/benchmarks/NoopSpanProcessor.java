package io.github.tracingboot.benchmarks;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Is told of every span like a real one, and does nothing with it. */
public final class NoopSpanProcessor implements SpanProcessor {

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	/** The way in for OpenTelemetry's starter and agent, which know no beans. */
	public static final class Customizer implements AutoConfigurationCustomizerProvider {

		@Override
		public void customize(AutoConfigurationCustomizer customizer) {
			customizer.addTracerProviderCustomizer(
					(provider, configuration) -> provider.addSpanProcessor(new NoopSpanProcessor()));
		}

	}

}
