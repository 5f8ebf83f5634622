package io.github.tracingboot.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds {@link Traced} and {@link SpanAttribute} wherever they may stand. */
final class TracedAnnotations {

	// Asked twice for each bean: for its proxy, and for what no proxy can do.
	private static final ClassValue<Boolean> MENTIONED = new ClassValue<>() {
		@Override
		protected Boolean computeValue(Class<?> type) {
			return isMentionedBy(type);
		}
	};

	private static final String[] KNOWN = { "org.springframework.aop.", "org.springframework.beans.",
			"org.springframework.boot.", "org.springframework.context.", "org.springframework.core.",
			"org.springframework.scheduling.", "org.springframework.util.", "io.opentelemetry.api.",
			"io.opentelemetry.context.", "io.opentelemetry.sdk." };

	private TracedAnnotations() {
	}

	/**
	 * Whether a type, or one that it inherits from, has one of the annotations. Most
	 * beans know nothing of them: reading every declaration once costs startup far less
	 * than resolving the ancestry of every method.
	 */
	static boolean mentionedBy(Class<?> type) {
		return MENTIONED.get(type);
	}

	private static boolean isMentionedBy(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, Traced.class)) {
			return false;
		}
		if (mayDeclare(type) && isDeclaredBy(type)) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (mentionedBy(implemented)) {
				return true;
			}
		}
		Class<?> superclass = type.getSuperclass();
		return superclass != null && mentionedBy(superclass);
	}

	/**
	 * Most beans of a small application are those of Spring and OpenTelemetry. Not all
	 * that is called so is: samples, for one, are applications.
	 */
	private static boolean mayDeclare(Class<?> type) {
		String name = type.getName();
		for (String known : KNOWN) {
			if (name.startsWith(known)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isDeclaredBy(Class<?> type) {
		if (isOn(type)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isOn(method) || isOnParameter(method)) {
				return true;
			}
		}
		return false;
	}

	static MergedAnnotation<Traced> traced(Method method, Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		MergedAnnotation<Traced> annotation = on(specific, Traced.class);
		if (!annotation.isPresent() && !specific.equals(method)) {
			annotation = on(method, Traced.class);
		}
		if (!annotation.isPresent()) {
			// A superclass that does not know the interface may implement its method.
			annotation = on(ClassUtils.getInterfaceMethodIfPossible(specific, targetClass), Traced.class);
		}
		if (!annotation.isPresent() && Modifier.isPublic(specific.getModifiers())
				&& !ReflectionUtils.isObjectMethod(specific)) {
			annotation = of(targetClass).get(Traced.class);
		}
		return annotation;
	}

	static MergedAnnotation<Traced> tracedOn(Method method) {
		return on(method, Traced.class);
	}

	static MergedAnnotation<SpanAttribute> onReturnValue(Method specific) {
		return on(specific, SpanAttribute.class);
	}

	/** In an interface or superclass too. */
	static MergedAnnotation<SpanAttribute> onParameter(MethodParameter parameter) {
		return MergedAnnotations.from(parameter.getParameterAnnotations()).get(SpanAttribute.class);
	}

	static boolean hasSpanAttributes(Method specific) {
		if (onReturnValue(specific).isPresent()) {
			return true;
		}
		if (!specific.trySetAccessible()) {
			// Inherited from a class of the JDK.
			return false;
		}
		for (MethodParameter parameter : new AnnotatedMethod(specific).getMethodParameters()) {
			if (onParameter(parameter).isPresent()) {
				return true;
			}
		}
		return false;
	}

	static MergedAnnotations of(Class<?> type) {
		return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
	}

	private static <A extends Annotation> MergedAnnotation<A> on(Method method, Class<A> type) {
		return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).get(type);
	}

	private static boolean isOn(AnnotatedElement element) {
		MergedAnnotations annotations = MergedAnnotations.from(element);
		return annotations.isPresent(Traced.class) || annotations.isPresent(SpanAttribute.class);
	}

	private static boolean isOnParameter(Method method) {
		if (method.getParameterCount() == 0) {
			return false;
		}
		for (Annotation[] annotations : method.getParameterAnnotations()) {
			if (annotations.length > 0 && MergedAnnotations.from(annotations).isPresent(SpanAttribute.class)) {
				return true;
			}
		}
		return false;
	}

}
