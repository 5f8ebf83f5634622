package io.github.tracingboot.amqp;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.util.ReflectionUtils;

/**
 * Adds tracing to each container of a factory, after the customizer that is there, which
 * may have set a chain of its own. A proxy, because the type of the interface's one
 * parameter has moved.
 *
 * @param tracing adds the tracing
 * @param customizer what is there
 */
record TracingCustomizer(ContainerTracing tracing,
		@Nullable ContainerCustomizer<?> customizer) implements InvocationHandler {

	@SuppressWarnings("unchecked")
	static <C extends AbstractMessageListenerContainer> ContainerCustomizer<C> after(
			@Nullable ContainerCustomizer<C> customizer, ContainerTracing tracing) {
		if (customizer != null && Proxy.isProxyClass(customizer.getClass())
				&& Proxy.getInvocationHandler(customizer) instanceof TracingCustomizer) {
			return customizer;
		}
		return (ContainerCustomizer<C>) Proxy.newProxyInstance(TracingCustomizer.class.getClassLoader(),
				new Class<?>[] { ContainerCustomizer.class }, new TracingCustomizer(tracing, customizer));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (ReflectionUtils.isObjectMethod(method)) {
			return method.invoke(this, arguments);
		}
		if (this.customizer != null) {
			try {
				method.invoke(this.customizer, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}
		if (arguments != null && arguments[0] instanceof AbstractMessageListenerContainer container) {
			this.tracing.addSafely(container);
		}
		return null;
	}

}
