package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Everything about a traced method of a class that does not change from call to call.
 *
 * @param name the span's name
 * @param named whether the annotation gives the name
 * @param kind the span's kind
 * @param expected the exceptions that are no failure
 * @param container the kind of span that is already there when a container calls the
 * method, {@code null} if none calls it
 */
record TracedMethod(String name, boolean named, SpanKind kind, List<Class<?>> expected, @Nullable SpanKind container) {

	// By name: the annotations are there exactly when the application has their library.
	private static final List<String> MESSAGE_HANDLERS = List.of(
			"org.springframework.amqp.rabbit.annotation.RabbitListener",
			"org.springframework.amqp.rabbit.annotation.RabbitHandler");

	private static final String WEB_HANDLER = "org.springframework.web.bind.annotation.RequestMapping";

	static boolean isTraced(Method method, Class<?> targetClass) {
		return annotationOf(method, AopUtils.getMostSpecificMethod(method, targetClass), targetClass).isPresent();
	}

	static @Nullable TracedMethod find(Method method, Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		MergedAnnotation<Traced> annotation = annotationOf(method, specific, targetClass);
		if (!annotation.isPresent()) {
			return null;
		}
		String name = annotation.getString("name");
		boolean named = StringUtils.hasText(name);
		return new TracedMethod(named ? name : defaultName(method, targetClass), named,
				annotation.getEnum("kind", SpanKind.class), List.of(annotation.getClassArray("expected")),
				containerOf(specific, targetClass));
	}

	boolean expects(Throwable thrown) {
		for (Class<?> type : this.expected) {
			if (type.isInstance(thrown)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A process span has no better name than the handler's; a server span has its route.
	 */
	boolean namesContainerSpan() {
		return this.named || this.container == SpanKind.CONSUMER;
	}

	private static MergedAnnotation<Traced> annotationOf(Method method, Method specific, Class<?> targetClass) {
		if (isOutOfReach(method)) {
			return MergedAnnotation.missing();
		}
		MergedAnnotation<Traced> annotation = on(specific);
		if (!annotation.isPresent() && !specific.equals(method)) {
			annotation = on(method);
		}
		if (!annotation.isPresent()) {
			// A superclass that does not know the interface may implement its method.
			annotation = on(ClassUtils.getInterfaceMethodIfPossible(specific, targetClass));
		}
		if (!annotation.isPresent() && Modifier.isPublic(specific.getModifiers())
				&& !ReflectionUtils.isObjectMethod(specific)) {
			annotation = annotationsOf(targetClass).get(Traced.class);
		}
		return annotation;
	}

	private static boolean isOutOfReach(Method method) {
		int modifiers = method.getModifiers();
		return Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers);
	}

	private static @Nullable SpanKind containerOf(Method specific, Class<?> targetClass) {
		MergedAnnotations annotations = MergedAnnotations.from(specific, SearchStrategy.TYPE_HIERARCHY);
		if (MESSAGE_HANDLERS.stream().anyMatch(annotations::isPresent)) {
			return SpanKind.CONSUMER;
		}
		// A client's interface carries the same mapping.
		if (annotations.isPresent(WEB_HANDLER) && annotationsOf(targetClass).isPresent(Controller.class)) {
			return SpanKind.SERVER;
		}
		return null;
	}

	private static String defaultName(Method method, Class<?> targetClass) {
		Class<?> type = userType(method, targetClass);
		String simpleName = type.getSimpleName();
		if (simpleName.isEmpty()) {
			simpleName = type.getName().substring(type.getPackageName().length() + 1);
		}
		return simpleName + "." + method.getName();
	}

	/** The type that the user wrote: the names of made ones differ from run to run. */
	private static Class<?> userType(Method method, Class<?> targetClass) {
		if (targetClass.isHidden() || Proxy.isProxyClass(targetClass)) {
			for (Class<?> type : targetClass.getInterfaces()) {
				if (method.getDeclaringClass().isAssignableFrom(type)) {
					return type;
				}
			}
		}
		return ClassUtils.getUserClass(targetClass);
	}

	private static MergedAnnotation<Traced> on(Method method) {
		return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).get(Traced.class);
	}

	private static MergedAnnotations annotationsOf(Class<?> targetClass) {
		return MergedAnnotations.from(targetClass, SearchStrategy.TYPE_HIERARCHY);
	}

}
