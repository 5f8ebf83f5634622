package io.github.tracingboot.data;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/** Proxies with the interfaces of what they stand for, a driver's own included. */
final class JdbcProxies {

	private final ClassLoader classLoader = JdbcProxies.class.getClassLoader();

	private final Map<Class<?>, Class<?>[]> interfaces = new ConcurrentHashMap<>();

	Object create(Object target, @Nullable Class<?> additional, InvocationHandler handler) {
		Class<?>[] types = this.interfaces.computeIfAbsent(target.getClass(), (type) -> interfaces(type, additional));
		return Proxy.newProxyInstance(this.classLoader, types, handler);
	}

	private Class<?>[] interfaces(Class<?> type, @Nullable Class<?> additional) {
		Stream<Class<?>> own = Arrays.<Class<?>>stream(ClassUtils.getAllInterfacesForClass(type))
			.filter((candidate) -> Modifier.isPublic(candidate.getModifiers())
					&& ClassUtils.isVisible(candidate, this.classLoader));
		return Stream.concat(Stream.ofNullable(additional), own).toArray(Class<?>[]::new);
	}

	static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/** What a proxy stands for. */
	interface Call {

		@Nullable Object run() throws Throwable;

	}

}
