package io.github.tracingboot.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

import io.opentelemetry.api.trace.Tracer;
import org.aopalliance.aop.Advice;

import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/** Puts the interceptor in front of what carries {@link Traced}, and of nothing else. */
final class TracedAdvisor extends StaticMethodMatcherPointcut
		implements PointcutAdvisor, Ordered, SmartInitializingSingleton {

	/**
	 * Outside of transactions, caches and security, so that the span shows what the
	 * caller waits for and a failing commit is on it; with room for who must be further
	 * out.
	 */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

	private final TracedInterceptor interceptor;

	TracedAdvisor(ObjectProvider<Tracer> tracer) {
		this.interceptor = new TracedInterceptor(tracer);
		setClassFilter(TracedAdvisor::mentionsTraced);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return TracedMethod.isTraced(method, targetClass);
	}

	@Override
	public Pointcut getPointcut() {
		return this;
	}

	@Override
	public Advice getAdvice() {
		return this.interceptor;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.interceptor.requireTracer();
	}

	/**
	 * Most beans know nothing of the annotation: reading every declaration once costs
	 * startup far less than resolving the ancestry of every method.
	 */
	static boolean mentionsTraced(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, Traced.class)) {
			return false;
		}
		if (isOn(type)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isOn(method)) {
				return true;
			}
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (mentionsTraced(implemented)) {
				return true;
			}
		}
		Class<?> superclass = type.getSuperclass();
		return superclass != null && mentionsTraced(superclass);
	}

	private static boolean isOn(AnnotatedElement element) {
		return MergedAnnotations.from(element).isPresent(Traced.class);
	}

}
