package io.github.tracingboot.coexistence;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

@AutoConfiguration
@ConditionalOnTracing
class CoexistenceAutoConfiguration {

	@Bean
	static BootTracingPostProcessor bootTracingPostProcessor(Environment environment) {
		return new BootTracingPostProcessor(environment);
	}

}
