package io.github.tracingboot.sdk;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The one place where the SDK is put together, from whatever beans are there. */
// Before those of Boot, which make no part that is there.
@AutoConfiguration(beforeName = {
		"org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@Import(SdkConfiguration.class)
class SdkAutoConfiguration {

	static final String INSTRUMENTATION_SCOPE = "io.github.tracingboot";

	/**
	 * With the OpenTelemetry java agent attached, its SDK is the one there is. With
	 * tracing off, what an application injects is there and does nothing.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean(OpenTelemetry.class)
	OpenTelemetry openTelemetry(Environment environment) {
		boolean enabled = environment.getProperty("tracing.enabled", Boolean.class, Boolean.TRUE);
		return enabled ? GlobalOpenTelemetry.get() : OpenTelemetry.noop();
	}

	@Bean
	@ConditionalOnMissingBean(Tracer.class)
	Tracer tracingTracer(OpenTelemetry openTelemetry) {
		return openTelemetry.getTracer(INSTRUMENTATION_SCOPE);
	}

}
