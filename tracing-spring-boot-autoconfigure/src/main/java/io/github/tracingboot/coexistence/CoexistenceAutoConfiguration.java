package io.github.tracingboot.coexistence;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

// What all of Spring Boot's own tracing with OpenTelemetry needs, on both lines.
@AutoConfiguration
@ConditionalOnClass(name = "io.micrometer.tracing.otel.bridge.OtelTracer")
@ConditionalOnTracing
class CoexistenceAutoConfiguration {

	@Bean
	static BootTracingPostProcessor bootTracingPostProcessor(Environment environment) {
		return new BootTracingPostProcessor(environment);
	}

}
