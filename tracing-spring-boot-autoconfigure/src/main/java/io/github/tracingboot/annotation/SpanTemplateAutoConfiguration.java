package io.github.tracingboot.annotation;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Code that uses the template runs with and without tracing. */
@AutoConfiguration
class SpanTemplateAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean(SpanTemplate.class)
	static SpanTemplate spanTemplate(ObjectProvider<Tracer> tracer, Environment environment) {
		boolean enabled = environment.getProperty("tracing.enabled", Boolean.class, Boolean.TRUE);
		return enabled ? new SpanTemplate(tracer.getObject(), SpanSettings.of(environment))
				: new SpanTemplate(TracerProvider.noop().get(""));
	}

}
