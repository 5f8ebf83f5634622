package io.github.tracingboot.amqp;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Binders of Spring Cloud Stream, known by name alone. A binder makes a listener
 * container for each binding, which is no bean, and hands it to its one customizer.
 */
final class Binders {

	static final String TYPE = "org.springframework.cloud.stream.binder.AbstractMessageChannelBinder";

	private static final String CUSTOMIZER = "org.springframework.cloud.stream.config.ListenerContainerCustomizer";

	private Binders() {
	}

	static boolean isBinder(Object bean) {
		for (Class<?> type = bean.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(TYPE)) {
				return true;
			}
		}
		return false;
	}

	static void addTo(Object binder, ContainerTracing tracing) {
		Class<?> type = ClassUtils.resolveClassName(CUSTOMIZER, binder.getClass().getClassLoader());
		Field field = ReflectionUtils.findField(binder.getClass(), null, type);
		Method setter = ReflectionUtils.findMethod(binder.getClass(), "setContainerCustomizer", type);
		Assert.state(field != null && setter != null, "a binder has no customizer of its containers");
		ReflectionUtils.makeAccessible(field);
		Object customizer = ReflectionUtils.getField(field, binder);
		if (customizer != null && Proxy.isProxyClass(customizer.getClass())
				&& Proxy.getInvocationHandler(customizer) instanceof Customizer) {
			return;
		}
		ReflectionUtils.invokeMethod(setter, binder, Proxy.newProxyInstance(type.getClassLoader(),
				new Class<?>[] { type }, new Customizer(customizer, tracing)));
	}

	/**
	 * After the customizer that is there.
	 *
	 * @param customizer what is there
	 * @param tracing adds the tracing
	 */
	private record Customizer(@Nullable Object customizer, ContainerTracing tracing) implements InvocationHandler {

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			if (ReflectionUtils.isObjectMethod(method)) {
				return method.invoke(this, arguments);
			}
			Object result = null;
			if (this.customizer != null) {
				try {
					result = method.invoke(this.customizer, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}
			if (arguments != null && arguments.length > 0
					&& arguments[0] instanceof AbstractMessageListenerContainer container) {
				this.tracing.addSafely(container);
			}
			return result;
		}

	}

}
