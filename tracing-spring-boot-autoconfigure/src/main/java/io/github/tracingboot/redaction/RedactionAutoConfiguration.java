package io.github.tracingboot.redaction;

import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

@AutoConfiguration
@ConditionalOnTracing("redaction")
@EnableConfigurationProperties(RedactionProperties.class)
class RedactionAutoConfiguration {

	// No function is a bean: Spring Cloud Function would take it for the application's.
	// The first span may come when the application has failed to start, and beans are no
	// longer made.
	@Bean
	static Iterable<UnaryOperator<SpanData>> spanRedaction(Environment environment) {
		return List.of(new SpanRedaction(() -> AttributeRedaction
			.of(Binder.get(environment).bindOrCreate("tracing.redaction", RedactionProperties.class))));
	}

}
