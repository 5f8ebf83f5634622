package io.github.tracingboot.annotation;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Code that uses the template runs with and without tracing. */
@AutoConfiguration
class SpanTemplateAutoConfiguration {

	@Bean
	@ConditionalOnTracing(besideAgent = true)
	@ConditionalOnMissingBean
	SpanTemplate spanTemplate(Tracer tracer, Environment environment) {
		return new SpanTemplate(tracer, SpanSettings.of(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	SpanTemplate noopSpanTemplate() {
		return new SpanTemplate(TracerProvider.noop().get(""));
	}

}
