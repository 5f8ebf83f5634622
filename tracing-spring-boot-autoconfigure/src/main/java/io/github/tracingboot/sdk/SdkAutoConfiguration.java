package io.github.tracingboot.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The one place where the SDK is put together, from whatever beans are there. */
@AutoConfiguration
class SdkAutoConfiguration {

	static final String INSTRUMENTATION_SCOPE = "io.github.tracingboot";

	@Bean
	@ConditionalOnMissingBean
	Tracer tracer(OpenTelemetry openTelemetry) {
		return openTelemetry.getTracer(INSTRUMENTATION_SCOPE);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing
	@EnableConfigurationProperties(ServiceProperties.class)
	static class Enabled {

		@Bean
		@ConditionalOnMissingBean({ Resource.class, OpenTelemetry.class })
		Resource tracingResource(ServiceProperties properties, Environment environment) {
			return ServiceResource.of(properties, environment);
		}

		@Bean(destroyMethod = "close")
		@ConditionalOnMissingBean({ SdkTracerProvider.class, OpenTelemetry.class })
		SdkTracerProvider tracerProvider(Resource resource, ObjectProvider<Sampler> sampler,
				ObjectProvider<SpanProcessor> processors) {
			SdkTracerProviderBuilder builder = SdkTracerProvider.builder().setResource(resource);
			sampler.ifAvailable(builder::setSampler);
			processors.orderedStream().forEach(builder::addSpanProcessor);
			return builder.build();
		}

		@Bean
		@ConditionalOnMissingBean({ ContextPropagators.class, OpenTelemetry.class })
		ContextPropagators contextPropagators(ObjectProvider<TextMapPropagator> propagators) {
			return ContextPropagators.create(TextMapPropagator.composite(propagators.orderedStream().toList()));
		}

		// The provider is closed as a bean of its own; closing it twice would log.
		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		OpenTelemetry openTelemetry(SdkTracerProvider tracerProvider, ContextPropagators propagators) {
			return OpenTelemetrySdk.builder().setTracerProvider(tracerProvider).setPropagators(propagators).build();
		}

	}

	/** What an application injects is there when tracing is off, and does nothing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "tracing.enabled", havingValue = "false")
	static class Disabled {

		@Bean
		@ConditionalOnMissingBean
		OpenTelemetry openTelemetry() {
			return OpenTelemetry.noop();
		}

	}

}
