package io.github.tracingboot.data;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.tracing.MicrometerTracing;
import io.lettuce.core.tracing.Tracing;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Gives each {@link ClientResources} bean the hook, unless the user's own is there. The
 * bean that is replaced keeps the threads and shuts them down.
 */
final class LettucePostProcessor implements BeanPostProcessor {

	private final DataTracing tracing;

	LettucePostProcessor(DataTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof ClientResources resources)) {
			return bean;
		}
		Tracing present = resources.tracing();
		boolean observing = present instanceof MicrometerTracing;
		if (present.isEnabled() && !observing) {
			return bean;
		}
		// A mutation takes everything over but the event loops, of which it would start
		// its own.
		return resources.mutate()
			.eventLoopGroupProvider(resources.eventLoopGroupProvider())
			.tracing(new LettuceTracing(this.tracing, observing ? present : null))
			.build();
	}

}
