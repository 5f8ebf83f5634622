package io.github.tracingboot.propagation;

import io.opentelemetry.context.propagation.TextMapPropagator;

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
@EnableConfigurationProperties(PropagationProperties.class)
class PropagationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TextMapPropagator tracingPropagator(PropagationProperties properties) {
		return TextMapPropagator.composite(properties.type().stream().map(PropagationType::propagator).toList());
	}

}
