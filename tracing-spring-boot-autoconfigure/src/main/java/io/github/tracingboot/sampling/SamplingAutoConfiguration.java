package io.github.tracingboot.sampling;

import io.opentelemetry.sdk.trace.samplers.Sampler;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

// Before the one of Boot, which makes none where there is one.
@AutoConfiguration(beforeName = {
		"org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnTracing
@EnableConfigurationProperties(SamplingProperties.class)
class SamplingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Sampler sampler(SamplingProperties properties) {
		return Samplers.of(properties);
	}

}
