package io.github.tracingboot.observation;

import java.util.function.Function;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Adds a handler to every observation registry, whoever made it. */
final class RegistryPostProcessor implements BeanPostProcessor {

	private final Function<ObservationRegistry, ObservationHandler<?>> handler;

	RegistryPostProcessor(Function<ObservationRegistry, ObservationHandler<?>> handler) {
		this.handler = handler;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// One that does nothing ignores it; one without handlers says that it does
		// nothing.
		if (bean instanceof ObservationRegistry registry) {
			registry.observationConfig().observationHandler(this.handler.apply(registry));
		}
		return bean;
	}

}
