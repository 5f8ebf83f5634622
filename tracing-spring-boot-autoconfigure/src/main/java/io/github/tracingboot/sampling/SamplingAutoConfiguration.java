package io.github.tracingboot.sampling;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

@AutoConfiguration(beforeName = "io.github.tracingboot.sdk.SdkAutoConfiguration")
@ConditionalOnTracing
@EnableConfigurationProperties(SamplingProperties.class)
class SamplingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(Sampler.class)
	static Sampler sampler(SamplingProperties samplingProperties) {
		return Samplers.of(samplingProperties);
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnKeepCondition.class)
	@ConditionalOnMissingBean(OpenTelemetry.class)
	static class KeepConfiguration {

		// Shut down by the tracer provider.
		@Bean(destroyMethod = "")
		static KeepBuffer keepBuffer(SamplingProperties samplingProperties,
				@Qualifier("exporting") ObjectProvider<SpanProcessor> exports) {
			return new KeepBuffer(samplingProperties.keep(), exports.orderedStream().toList(), System::nanoTime)
				.start();
		}

		// No function is a bean: Spring Cloud Function would take it for the
		// application's.
		@Bean
		static Iterable<UnaryOperator<Sampler>> keepSampler(KeepBuffer buffer) {
			return List.of((head) -> new KeepSampler(head, buffer));
		}

		@Bean
		static Iterable<Map.Entry<String, Long>> keepFigures(KeepBuffer buffer) {
			return buffer.figures();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static BeanPostProcessor keepPropagation(ObjectProvider<KeepBuffer> buffer) {
			return new BeanPostProcessor() {
				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof ContextPropagators propagators)
							? ContextPropagators.create(new KeepPropagator(propagators.getTextMapPropagator(),
									SingletonSupplier.of(buffer::getObject)))
							: bean;
				}
			};
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(MeterRegistry.class)
		@ConditionalOnTracing("actuate")
		static class MeterConfiguration {

			@Bean
			static MeterBinder keepMeters(KeepBuffer buffer) {
				return new KeepMeters(buffer.figures());
			}

		}

	}

}
