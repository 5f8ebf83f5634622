package io.github.tracingboot.web;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A customizer of Spring Boot's for clients that are not beans: what a
 * {@code RestTemplateBuilder} builds, or what is behind a declarative client. A proxy,
 * because the interfaces have another package on each line.
 */
final class BootCustomizer implements FactoryBean<Object>, InvocationHandler {

	// Interfaces that are not on both lines under one name.

	static final String REST_TEMPLATE = "org.springframework.boot.web.client.RestTemplateCustomizer";

	static final String REST_TEMPLATE_4 = "org.springframework.boot.restclient.RestTemplateCustomizer";

	static final String REST_CLIENT_4 = "org.springframework.boot.restclient.RestClientCustomizer";

	static final String WEB_CLIENT_4 = "org.springframework.boot.webclient.WebClientCustomizer";

	private final Class<?> type;

	private final ClientCustomizer customizer;

	/**
	 * Makes a customizer.
	 * @param type the interface, which has one method with the client or its builder
	 * @param customizer what is done
	 */
	BootCustomizer(String type, ClientCustomizer customizer) {
		this.type = ClassUtils.resolveClassName(type, BootCustomizer.class.getClassLoader());
		this.customizer = customizer;
	}

	@Override
	public Object getObject() {
		return Proxy.newProxyInstance(this.type.getClassLoader(), new Class<?>[] { this.type, Ordered.class }, this);
	}

	@Override
	public Class<?> getObjectType() {
		return this.type;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (ReflectionUtils.isObjectMethod(method)) {
			return method.invoke(this, arguments);
		}
		// Behind what other customizers add.
		if (method.getDeclaringClass() == Ordered.class) {
			return Ordered.LOWEST_PRECEDENCE;
		}
		if (arguments != null) {
			this.customizer.customize(arguments[0]);
		}
		return null;
	}

}
