package io.github.tracingboot.observation;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

@AutoConfiguration
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnTracing(value = "observation", besideAgent = true)
@ConditionalOnMissingBean(type = ObservationAutoConfiguration.MICROMETER_TRACING)
@EnableConfigurationProperties(ObservationProperties.class)
class ObservationAutoConfiguration {

	// Only what makes spans has a propagator, not the tracer that does nothing.
	static final String MICROMETER_TRACING = "io.micrometer.tracing.propagation.Propagator";

	/** Without actuator nobody has made one, and what Spring observes needs one. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(ObservationRegistry.class)
	static ObservationRegistry observationRegistry() {
		return ObservationRegistry.create();
	}

	// The tracer is looked up by the first observation: it needs exporters, which may
	// be observed.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RegistryPostProcessor observationSpansPostProcessor(ObjectProvider<Tracer> tracer,
			ObjectProvider<OpenTelemetry> openTelemetry, ObjectProvider<ObservationProperties> observationProperties,
			Environment environment) {
		return new RegistryPostProcessor(
				(registry) -> new ObservationSpans(registry, SingletonSupplier.of(tracer::getObject),
						new Remote(SingletonSupplier
							.of(() -> openTelemetry.getObject().getPropagators().getTextMapPropagator())),
						NativeSpans.of(environment, observationProperties.getObject())));
	}

}
