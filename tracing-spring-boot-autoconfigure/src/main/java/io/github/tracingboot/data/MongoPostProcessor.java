package io.github.tracingboot.data;

import java.lang.reflect.Proxy;
import java.util.stream.Stream;

import com.mongodb.ContextProvider;
import com.mongodb.MongoClientSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Adds the listener to the {@link MongoClientSettings} beans that clients are made of.
 */
final class MongoPostProcessor implements BeanPostProcessor {

	private static final String SYNCHRONOUS = "com.mongodb.client.SynchronousContextProvider";

	private static final String REACTIVE = "com.mongodb.reactivestreams.client.ReactiveContextProvider";

	private final MongoCommandTracing listener;

	MongoPostProcessor(MongoCommandTracing listener) {
		this.listener = listener;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof MongoClientSettings settings) || settings.getCommandListeners().contains(this.listener)) {
			return bean;
		}
		MongoClientSettings.Builder builder = MongoClientSettings.builder(settings).addCommandListener(this.listener);
		if (settings.getContextProvider() == null) {
			builder.contextProvider(contextProvider(bean.getClass().getClassLoader()));
		}
		return builder.build();
	}

	/**
	 * Notes who asked for a command, which a reactive client sends on another thread. A
	 * synchronous client insists on a type of its own, and settings may be for both.
	 */
	private static @Nullable ContextProvider contextProvider(ClassLoader classLoader) {
		Class<?>[] types = Stream.of(SYNCHRONOUS, REACTIVE)
			.filter((name) -> ClassUtils.isPresent(name, classLoader))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.toArray(Class<?>[]::new);
		if (types.length == 0) {
			return null;
		}
		return (ContextProvider) Proxy.newProxyInstance(classLoader, types,
				(proxy, method, arguments) -> switch (method.getName()) {
					case "getContext" -> new MongoCaller();
					case "equals" -> proxy == arguments[0];
					case "hashCode" -> System.identityHashCode(proxy);
					default -> "tracing";
				});
	}

}
