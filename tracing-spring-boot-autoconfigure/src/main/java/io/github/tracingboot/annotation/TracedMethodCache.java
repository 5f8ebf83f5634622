package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;

/** What is known of the methods that are called. */
final class TracedMethodCache {

	private final ConcurrentMap<Method, Entry> entries = new ConcurrentHashMap<>();

	private final BiFunction<Method, Class<?>, @Nullable TracedMethod> reader;

	TracedMethodCache(BiFunction<Method, Class<?>, @Nullable TracedMethod> reader) {
		this.reader = reader;
	}

	Entry get(Method method, @Nullable Object target) {
		return get(method, (target != null) ? target.getClass() : method.getDeclaringClass());
	}

	Entry get(Method method, Class<?> targetClass) {
		// By the method, of which a proxy has one instance: a key of both would be made
		// per call.
		for (Entry entry = this.entries.get(method); entry != null; entry = entry.next()) {
			if (entry.targetClass() == targetClass) {
				return entry;
			}
		}
		TracedMethod found = this.reader.apply(method, targetClass);
		boolean proxy = Advised.class.isAssignableFrom(targetClass);
		return this.entries.merge(method, new Entry(targetClass, found, proxy, null),
				(next, entry) -> new Entry(targetClass, found, proxy, next));
	}

	/**
	 * What is known of a method of a class.
	 *
	 * @param method the method, {@code null} if nothing is to be done for it
	 * @param proxy whether the class is a proxy itself
	 */
	record Entry(Class<?> targetClass, @Nullable TracedMethod method, boolean proxy, @Nullable Entry next) {

	}

}
