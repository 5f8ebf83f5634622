package io.github.tracingboot.data;

import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.MicrometerTracing;
import io.lettuce.core.tracing.Tracing;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Gives the resources of Lettuce the hook, unless the user's own is there. */
final class LettucePostProcessor implements BeanPostProcessor {

	private final DataTracing tracing;

	LettucePostProcessor(DataTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DefaultClientResources resources)) {
			return bean;
		}
		Tracing present = resources.tracing();
		boolean observing = present instanceof MicrometerTracing;
		if (present.isEnabled() && !observing) {
			return bean;
		}
		return new TracedResources(resources, new LettuceTracing(this.tracing, observing ? present : null));
	}

}
