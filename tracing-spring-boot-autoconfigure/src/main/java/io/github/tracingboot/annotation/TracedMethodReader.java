package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Works out what is to be known of a method. */
final class TracedMethodReader {

	// By name: the annotations are there exactly when the application has their library.
	private static final List<String> MESSAGE_HANDLERS = List.of(
			"org.springframework.amqp.rabbit.annotation.RabbitListener",
			"org.springframework.amqp.rabbit.annotation.RabbitHandler");

	private static final String WEB_HANDLER = "org.springframework.web.bind.annotation.RequestMapping";

	private static final String SCHEDULED = "org.springframework.scheduling.annotation.Scheduled";

	private final MethodAttributesReader attributes;

	TracedMethodReader(@Nullable BeanFactory beans) {
		this.attributes = new MethodAttributesReader(() -> new Expressions(beans));
	}

	/**
	 * Reads a method's annotations.
	 * @param method the method as it is called
	 * @param targetClass the class that it is called on
	 * @return {@code null} if nothing is to be done for it
	 */
	@Nullable TracedMethod read(Method method, Class<?> targetClass) {
		if (isOutOfReach(method)) {
			return null;
		}
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		MergedAnnotation<Traced> annotation = TracedAnnotations.traced(method, targetClass);
		if (!annotation.isPresent() && !TracedAnnotations.hasSpanAttributes(specific)) {
			return null;
		}
		Class<?> type = userType(method, targetClass);
		String defaultName = simpleName(type) + "." + method.getName();
		Attributes function = Attributes.of(TracedSpans.FUNCTION, type.getName() + "." + method.getName());
		Class<?> returnType = GenericTypeResolver.resolveReturnType(specific, targetClass);
		LateResult late = LateResult.of(returnType);
		Deferral deferral = Deferral.of(specific, returnType);
		if (!annotation.isPresent()) {
			return new TracedMethod(false, defaultName, false, SpanKind.INTERNAL, Relation.CHILD, List.of(), null,
					function, this.attributes.read(defaultName, specific, List.of()), late, deferral);
		}
		String name = annotation.getString("name");
		boolean named = StringUtils.hasText(name);
		return new TracedMethod(true, named ? name : defaultName, named, annotation.getEnum("kind", SpanKind.class),
				annotation.getEnum("relation", Relation.class), List.of(annotation.getClassArray("expected")),
				containerOf(specific, targetClass), function,
				this.attributes.read(defaultName, specific, List.of(annotation.getStringArray("attributes"))), late,
				deferral);
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
		if (annotations.isPresent(SCHEDULED)) {
			return SpanKind.INTERNAL;
		}
		// A client's interface carries the same mapping.
		if (annotations.isPresent(WEB_HANDLER) && TracedAnnotations.of(targetClass).isPresent(Controller.class)) {
			return SpanKind.SERVER;
		}
		return null;
	}

	private static String simpleName(Class<?> type) {
		String simpleName = type.getSimpleName();
		return !simpleName.isEmpty() ? simpleName : type.getName().substring(type.getPackageName().length() + 1);
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

}
