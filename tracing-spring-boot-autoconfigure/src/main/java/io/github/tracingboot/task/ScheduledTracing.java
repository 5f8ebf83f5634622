package io.github.tracingboot.task;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Listens to what Spring observes of scheduled methods: whatever their trigger, their
 * visibility and their result, and without a proxy.
 *
 * @param runs what listens
 */
record ScheduledTracing(ScheduledRuns runs) implements SchedulingConfigurer, Ordered {

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		ObservationRegistry registry = registrar.getObservationRegistry();
		if (registry == null || registry.isNoop()) {
			registry = ObservationRegistry.create();
			registrar.setObservationRegistry(registry);
		}
		registry.observationConfig().observationHandler(this.runs);
	}

	/** After those that bring a registry. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
