package io.github.tracingboot.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The one place where the SDK is put together, from whatever beans are there. */
@AutoConfiguration
@Import({ SdkConfigurations.Enabled.class, SdkConfigurations.Ours.class, SdkConfigurations.Agent.class,
		SdkConfigurations.Disabled.class })
class SdkAutoConfiguration {

	static final String INSTRUMENTATION_SCOPE = "io.github.tracingboot";

	@Bean
	@ConditionalOnMissingBean(Tracer.class)
	static Tracer tracingTracer(OpenTelemetry openTelemetry) {
		return openTelemetry.getTracer(INSTRUMENTATION_SCOPE);
	}

}
