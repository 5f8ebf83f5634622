package io.github.tracingboot.sdk;

import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;

/**
 * A bean that has the last word on the tracer provider. Several are called in the order
 * of {@link org.springframework.core.annotation.Order @Order}, after resource, sampler,
 * limits and processors are set.
 */
@FunctionalInterface
public interface TracerProviderCustomizer {

	/**
	 * Customizes the tracer provider, once, at startup.
	 * @param tracerProvider what configuration and beans have put together
	 */
	void customize(SdkTracerProviderBuilder tracerProvider);

}
