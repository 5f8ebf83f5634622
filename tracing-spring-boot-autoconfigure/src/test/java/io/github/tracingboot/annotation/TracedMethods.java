package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Finds what is known of a method, as the proxy of its class would. */
final class TracedMethods {

	private TracedMethods() {
	}

	static TracedMethod traced(Class<?> type, String name) {
		return traced(type, type, name);
	}

	static TracedMethod traced(Class<?> declaring, Class<?> target, String name) {
		assertThat(TracedAnnotations.mentionedBy(target)).isTrue();
		return Objects.requireNonNull(find(declaring, target, name));
	}

	static @Nullable TracedMethod find(Class<?> type, String name) {
		return find(type, type, name);
	}

	static @Nullable TracedMethod find(Class<?> declaring, Class<?> target, String name) {
		return find(method(declaring, name), target);
	}

	static @Nullable TracedMethod find(Method method, Class<?> target) {
		return new TracedMethodReader(null).read(method, target);
	}

	static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.findAny()
			.orElseThrow();
	}

}
