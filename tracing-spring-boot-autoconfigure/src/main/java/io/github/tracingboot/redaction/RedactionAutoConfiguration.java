package io.github.tracingboot.redaction;

import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
@ConditionalOnTracing("redaction")
@EnableConfigurationProperties(RedactionProperties.class)
class RedactionAutoConfiguration {

	@Bean
	UnaryOperator<SpanData> spanRedaction(ObjectProvider<RedactionProperties> properties) {
		return new SpanRedaction(() -> AttributeRedaction.of(properties.getObject()));
	}

}
