package io.github.tracingboot.logging;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

@AutoConfiguration
@ConditionalOnTracing("logging")
@EnableConfigurationProperties(LoggingProperties.class)
class LoggingAutoConfiguration {

	@Bean
	static LogCorrelationCheck logCorrelationCheck(Environment environment) {
		return new LogCorrelationCheck(LogFields.traceIdKey(environment));
	}

}
