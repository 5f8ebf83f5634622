package io.github.tracingboot.sampling;

import io.opentelemetry.sdk.trace.samplers.Sampler;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
@ConditionalOnTracing
@EnableConfigurationProperties(SamplingProperties.class)
class SamplingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Sampler sampler(SamplingProperties properties) {
		return Samplers.of(properties);
	}

}
