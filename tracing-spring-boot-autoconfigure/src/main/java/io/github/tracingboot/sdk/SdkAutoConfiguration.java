package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.OpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * The one place where the SDK is put together, from whatever beans are there: the ways to
 * come by an OpenTelemetry, in the order in which they are tried. Parameters have the
 * names of our beans: Spring tries the name before it goes through all beans.
 */
@AutoConfiguration
@EnableConfigurationProperties(SdkProperties.class)
class SdkAutoConfiguration {

	static final String INSTRUMENTATION_SCOPE = "io.github.tracingboot";

	/**
	 * Asked for once, and not by each part: every such question goes through all beans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing
	@ConditionalOnMissingBean(OpenTelemetry.class)
	static class Ours {

		@Bean
		@ConditionalOnMissingBean(Resource.class)
		static Resource tracingResource(SdkProperties sdkProperties, Environment environment,
				ObjectProvider<ResourceCustomizer> customizers) {
			ResourceBuilder builder = ServiceResource.builder(sdkProperties, environment, Machine.local());
			for (ResourceCustomizer customizer : customizers.orderedStream().toList()) {
				customizer.customize(builder);
			}
			return builder.build();
		}

		@Bean
		@ConditionalOnMissingBean(SdkTracerProvider.class)
		static TracerSource tracerSource(Resource tracingResource, SdkProperties sdkProperties,
				ObjectProvider<Sampler> sampler, ObjectProvider<Iterable<UnaryOperator<Sampler>>> around,
				ObjectProvider<SpanProcessor> processors, ObjectProvider<TracerProviderCustomizer> customizers) {
			List<UnaryOperator<Sampler>> outer = new ArrayList<>();
			for (Iterable<UnaryOperator<Sampler>> some : around.orderedStream().toList()) {
				for (UnaryOperator<Sampler> one : some) {
					outer.add(one);
				}
			}
			Sampler head = sampler.getIfAvailable();
			return new TracerSource(tracingResource, sdkProperties.spanLimits().toSpanLimits(),
					(head != null) ? GuardedSampler.of(head, outer) : null, processors.orderedStream().toList(),
					customizers.orderedStream().toList());
		}

		// Shut down by TracerProviderShutdown; twice would log.
		@Bean(destroyMethod = "")
		@Lazy
		@ConditionalOnBean(name = "tracerSource")
		static SdkTracerProvider tracerProvider(TracerSource source) {
			return source.sdk();
		}

		@Bean
		@ConditionalOnMissingBean(ContextPropagators.class)
		static ContextPropagators contextPropagators(ObjectProvider<TextMapPropagator> propagators) {
			return ContextPropagators.create(TextMapPropagator.composite(propagators.orderedStream().toList()));
		}

		@Bean(destroyMethod = "")
		@Primary
		static OpenTelemetry openTelemetry(ObjectProvider<TracerSource> tracerSource,
				ObjectProvider<SdkTracerProvider> tracerProvider, ContextPropagators contextPropagators,
				SdkProperties sdkProperties, ObjectProvider<SdkMeterProvider> meterProvider,
				ObjectProvider<SdkLoggerProvider> loggerProvider) {
			TracerSource ours = tracerSource.getIfAvailable();
			// Meters and loggers are somebody else's: Boot makes them for its own.
			OpenTelemetry openTelemetry = new Signals((ours != null) ? ours.tracers() : tracerProvider.getObject(),
					meterProvider.getIfAvailable(), loggerProvider.getIfAvailable(), contextPropagators);
			if (sdkProperties.global()) {
				GlobalRegistration.register(openTelemetry);
			}
			return openTelemetry;
		}

		// Boot's bean is of this type.
		@Bean(destroyMethod = "")
		@Lazy
		static OpenTelemetrySdk openTelemetrySdk(SdkTracerProvider tracerProvider, ContextPropagators propagators,
				ObjectProvider<SdkMeterProvider> meterProvider, ObjectProvider<SdkLoggerProvider> loggerProvider) {
			OpenTelemetrySdkBuilder builder = OpenTelemetrySdk.builder()
				.setTracerProvider(tracerProvider)
				.setPropagators(propagators);
			meterProvider.ifAvailable(builder::setMeterProvider);
			loggerProvider.ifAvailable(builder::setLoggerProvider);
			return builder.build();
		}

	}

	/** What an application injects is there when tracing is off, and does nothing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "tracing.enabled", havingValue = false)
	@ConditionalOnMissingBean(OpenTelemetry.class)
	static class Off {

		@Bean
		@Primary
		static OpenTelemetry openTelemetry() {
			return OpenTelemetry.noop();
		}

		@Bean
		@Lazy
		static OpenTelemetrySdk openTelemetrySdk() {
			SdkTracerProvider off = SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build();
			return OpenTelemetrySdk.builder().setTracerProvider(off).build();
		}

	}

	/** With the OpenTelemetry java agent attached, its SDK is the one there is. */
	@Bean(name = "openTelemetry", destroyMethod = "")
	@ConditionalOnTracing(onlyBesideAgent = true)
	@ConditionalOnMissingBean(OpenTelemetry.class)
	static OpenTelemetry openTelemetryOfAgent() {
		return GlobalOpenTelemetry.get();
	}

	@Bean
	@ConditionalOnMissingBean(Tracer.class)
	static Tracer tracingTracer(OpenTelemetry openTelemetry) {
		return openTelemetry.getTracer(INSTRUMENTATION_SCOPE);
	}

	// Made before all other singletons, the provider outlives them: what a bean traces
	// while it is destroyed still arrives.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnTracing
	static TracerProviderShutdown tracerProviderShutdown(ObjectProvider<TracerSource> tracerSource,
			ObjectProvider<SdkTracerProvider> tracerProvider, SdkProperties sdkProperties) {
		return TracerProviderShutdown.of(tracerSource.getIfAvailable(), tracerProvider::getIfAvailable,
				sdkProperties.exporter().shutdownTimeout());
	}

}
