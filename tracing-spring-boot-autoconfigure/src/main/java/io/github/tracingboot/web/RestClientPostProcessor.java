package io.github.tracingboot.web;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;

/**
 * Adds the interceptor to each {@link RestClient.Builder} bean, behind those that its
 * customizers have added: there it sees the address that they resolve and, where Spring
 * runs the rest of the chain again, each attempt that they make.
 */
final class RestClientPostProcessor implements BeanPostProcessor {

	private final ClientTracingInterceptor interceptor;

	RestClientPostProcessor(ClientTracingInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof RestClient.Builder builder) {
			builder.requestInterceptors((interceptors) -> {
				// A clone of another builder bean has it.
				if (!interceptors.contains(this.interceptor)) {
					interceptors.add(this.interceptor);
				}
			});
		}
		return bean;
	}

}
