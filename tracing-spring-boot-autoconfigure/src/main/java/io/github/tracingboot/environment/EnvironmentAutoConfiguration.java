package io.github.tracingboot.environment;

import io.opentelemetry.api.OpenTelemetry;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

@AutoConfiguration(afterName = "io.github.tracingboot.sdk.SdkAutoConfiguration")
class EnvironmentAutoConfiguration {

	@Bean
	static OwnBeanDefinitions ownBeanDefinitions(Environment environment) {
		return new OwnBeanDefinitions(environment);
	}

	@Bean
	@Lazy
	static ChildProcessEnvironment childProcessEnvironment(Environment environment, OpenTelemetry openTelemetry) {
		return new ChildProcessEnvironment(environment, openTelemetry.getPropagators());
	}

	@Bean
	@ConditionalOnTracing(besideAgent = true)
	static AdoptedContext adoptedContext(Environment environment, OpenTelemetry openTelemetry) {
		return new AdoptedContext(environment, openTelemetry.getPropagators());
	}

}
