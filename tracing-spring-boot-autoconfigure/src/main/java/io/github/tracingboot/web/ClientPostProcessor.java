package io.github.tracingboot.web;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Traces the clients that are beans, and those of builders that are. */
// No record: Spring compares post-processors, and the JVM takes its time to make the
// first equals of a record.
final class ClientPostProcessor implements BeanPostProcessor {

	private final ClientCustomizer customizer;

	ClientPostProcessor(ClientCustomizer customizer) {
		this.customizer = customizer;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return this.customizer.customize(bean);
	}

}
