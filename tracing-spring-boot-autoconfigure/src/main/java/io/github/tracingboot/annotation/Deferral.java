package io.github.tracingboot.annotation;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.util.ClassUtils;

/** Methods that only describe work, which starts when somebody subscribes to it. */
enum Deferral {

	/** It returns a publisher. */
	PUBLISHER,

	/** A suspending function, which Spring's proxies turn into a publisher. */
	SUSPENDING,

	/** It returns a Kotlin {@code Flow}. */
	FLOW;

	private static final boolean REACTOR = isPresent("reactor.core.publisher.Mono");

	private static final boolean COROUTINES = REACTOR && isPresent("kotlinx.coroutines.reactor.MonoKt");

	static @Nullable Deferral of(Method method, Class<?> returnType) {
		if (COROUTINES && KotlinDetector.isSuspendingFunction(method)) {
			return SUSPENDING;
		}
		if (REACTOR && TracedPublisher.canStandFor(returnType)) {
			return PUBLISHER;
		}
		return returnType.getName().equals("kotlinx.coroutines.flow.Flow") ? FLOW : null;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, Deferral.class.getClassLoader());
	}

}
