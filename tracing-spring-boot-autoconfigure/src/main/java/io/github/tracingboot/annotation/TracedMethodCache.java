package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;

/** What is known of the methods that are called. */
final class TracedMethodCache {

	private static final int RECENT = 256;

	private final ConcurrentMap<Method, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Those that were asked for last, by identity: what a {@link Method} has for a hash
	 * and for equality costs more than all the rest here. Filled without a lock, as an
	 * entry never changes.
	 */
	private final @Nullable Entry[] recent = new @Nullable Entry[RECENT];

	private final BiFunction<Method, Class<?>, @Nullable TracedMethod> reader;

	TracedMethodCache(BiFunction<Method, Class<?>, @Nullable TracedMethod> reader) {
		this.reader = reader;
	}

	Entry get(Method method, @Nullable Object target) {
		return get(method, (target != null) ? target.getClass() : method.getDeclaringClass());
	}

	Entry get(Method method, Class<?> targetClass) {
		int slot = System.identityHashCode(method) & (RECENT - 1);
		Entry recent = this.recent[slot];
		if (recent != null && recent.isOf(method) && recent.targetClass() == targetClass) {
			return recent;
		}
		Entry entry = find(method, targetClass);
		this.recent[slot] = entry.as(method);
		return entry;
	}

	private Entry find(Method method, Class<?> targetClass) {
		// By the method alone: a key of both would be made per call.
		for (Entry entry = this.entries.get(method); entry != null; entry = entry.next()) {
			if (entry.targetClass() == targetClass) {
				return entry;
			}
		}
		TracedMethod found = this.reader.apply(method, targetClass);
		boolean proxy = Advised.class.isAssignableFrom(targetClass);
		return this.entries.merge(method, new Entry(method, targetClass, found, proxy, null),
				(next, entry) -> new Entry(method, targetClass, found, proxy, next));
	}

	/**
	 * What is known of a method of a class.
	 *
	 * @param key the method as a proxy has it
	 * @param method the method, {@code null} if nothing is to be done for it
	 * @param proxy whether the class is a proxy itself
	 */
	record Entry(Method key, Class<?> targetClass, @Nullable TracedMethod method, boolean proxy, @Nullable Entry next) {

		Entry as(Method key) {
			return isOf(key) ? this : new Entry(key, this.targetClass, this.method, this.proxy, null);
		}

		@SuppressWarnings("ReferenceEquality") // the point of it
		boolean isOf(Method key) {
			return key == this.key;
		}

	}

}
