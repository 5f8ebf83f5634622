package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

/**
 * Tells of each annotation that cannot work, once, when its bean is made. It runs after
 * the post-processors that make proxies, as it has no order.
 */
final class TracedBeanCheck implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware {

	private static final Logger log = LoggerFactory.getLogger(Traced.class);

	private final boolean fail;

	private final Set<Class<?>> checked = Collections.newSetFromMap(new ConcurrentReferenceHashMap<>());

	private @Nullable ConfigurableListableBeanFactory beans;

	TracedBeanCheck(boolean fail) {
		this.fail = fail;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		check(bean);
		return bean;
	}

	/** What was made before this was. */
	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory beans = this.beans;
		if (beans == null) {
			return;
		}
		for (String name : beans.getSingletonNames()) {
			Object bean = beans.getSingleton(name);
			if (bean != null) {
				check(bean);
			}
		}
	}

	private void check(Object bean) {
		// A scoped proxy stands before the bean that counts.
		if (bean instanceof AopInfrastructureBean) {
			return;
		}
		Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
		if (this.checked.add(type) && TracedAnnotations.mentionedBy(type)) {
			ReflectionUtils.doWithMethods(type, (method) -> check(method, bean, type),
					(method) -> method.getDeclaringClass() != Object.class && !method.isBridge()
							&& !method.isSynthetic());
		}
	}

	private void check(Method method, Object bean, Class<?> type) {
		boolean inherited = !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers());
		boolean traced = (inherited ? TracedAnnotations.traced(method, type) : TracedAnnotations.tracedOn(method))
			.isPresent();
		if (!traced && !TracedAnnotations.hasSpanAttributes(method)) {
			return;
		}
		String reason = Reachability.whyNot(method, bean, type);
		if (reason == null) {
			// Proxies of interfaces would only find out when it is called.
			new TracedMethodReader(this.beans).read(method, type);
			return;
		}
		String problem = "%s on %s.%s does nothing: %s".formatted(traced ? "@Traced" : "@SpanAttribute",
				method.getDeclaringClass().getName(), method.getName(), reason);
		if (this.fail) {
			throw new InvalidConfigurationException(problem + ", and tracing.annotation.fail-on-unproxyable is true.",
					"Change the method or its class so that a proxy can run it.",
					"Remove the annotation and use SpanTemplate in the method.",
					"Set tracing.annotation.fail-on-unproxyable to false for a warning.");
		}
		log.warn("{}.", problem);
	}

}
