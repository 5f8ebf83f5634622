package io.github.tracingboot.observation;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Micrometer Tracing makes the spans, but none of what is traced natively. */
@AutoConfiguration(after = ObservationAutoConfiguration.class)
@ConditionalOnClass({ ObservationRegistry.class, TracingObservationHandler.class })
@ConditionalOnTracing(besideAgent = true)
@ConditionalOnBean(type = ObservationAutoConfiguration.MICROMETER_TRACING)
@EnableConfigurationProperties(ObservationProperties.class)
class MicrometerTracingAutoConfiguration {

	@Bean
	AdoptingObservationHandler adoptingObservationHandler(Tracer tracer, ObservationProperties observationProperties,
			Environment environment) {
		return new AdoptingObservationHandler(tracer, NativeSpans.of(environment, observationProperties));
	}

	@Bean
	LocalObservationHandler localObservationHandler(Tracer tracer, Propagator propagator,
			ObservationProperties observationProperties, Environment environment) {
		return new LocalObservationHandler(tracer, propagator, NativeSpans.of(environment, observationProperties));
	}

}
