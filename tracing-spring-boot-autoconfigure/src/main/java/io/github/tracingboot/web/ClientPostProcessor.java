package io.github.tracingboot.web;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Traces the clients that are beans, and those of builders that are.
 *
 * @param customizer adds the tracing
 */
record ClientPostProcessor(ClientCustomizer customizer) implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return this.customizer.customize(bean);
	}

}
