package io.github.tracingboot.annotation;

import java.io.Closeable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.util.ClassUtils;

/** Which classes can have a proxy, and which of their methods it reaches. */
final class Reachability {

	private static final Set<Class<?>> CALLBACKS = Set.of(InitializingBean.class, DisposableBean.class, Closeable.class,
			AutoCloseable.class);

	private Reachability() {
	}

	/**
	 * Whether trying to make a proxy is safe: where it fails, so does the application.
	 * @param type a bean's class
	 * @param classProxies whether proxies are of classes even where there are interfaces
	 * @return whether there can be one
	 */
	static boolean isProxyable(Class<?> type, boolean classProxies) {
		if (type.isInterface() || Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)) {
			return true;
		}
		return whyNoSubclass(type) == null || (!classProxies && hasInterface(type));
	}

	/** Whether a bean has the proxy that runs traced methods. */
	static boolean isTraced(Object bean) {
		if (bean instanceof Advised proxy) {
			for (Advisor advisor : proxy.getAdvisors()) {
				if (advisor instanceof TracedAdvisor) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Finds out why a method of a bean is not traced.
	 * @param method the method
	 * @param bean the bean as it is used
	 * @param type its class without proxies
	 * @return the reason, {@code null} if it is traced
	 */
	static @Nullable String whyNot(Method method, Object bean, Class<?> type) {
		if (Modifier.isStatic(method.getModifiers())) {
			return "the method is static";
		}
		if (Modifier.isPrivate(method.getModifiers())) {
			return "the method is private";
		}
		if (AopUtils.isJdkDynamicProxy(bean) && isTraced(bean)) {
			return isInInterface(method, (Advised) bean, type) ? null
					: "the bean is a proxy of its interfaces, and none of them has the method";
		}
		if (Modifier.isFinal(method.getModifiers())) {
			return "the method is final";
		}
		if (isTraced(bean)) {
			return null;
		}
		String reason = whyNoSubclass(type);
		return (reason != null) ? reason
				: "the bean has no proxy: it is made before proxies are, or something keeps it from having one";
	}

	private static @Nullable String whyNoSubclass(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers())) {
			return "the class is final";
		}
		if (type.isSealed()) {
			return "the class is sealed";
		}
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			if (!Modifier.isPrivate(constructor.getModifiers())) {
				return null;
			}
		}
		return "the class has only private constructors";
	}

	/** The same interfaces as Spring takes for reasonable. */
	private static boolean hasInterface(Class<?> type) {
		for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			if (!CALLBACKS.contains(implemented) && !Aware.class.isAssignableFrom(implemented)
					&& implemented.getMethods().length > 0) {
				return true;
			}
		}
		return false;
	}

	private static boolean isInInterface(Method method, Advised proxy, Class<?> type) {
		for (Class<?> proxied : proxy.getProxiedInterfaces()) {
			for (Method candidate : proxied.getMethods()) {
				if (candidate.getName().equals(method.getName())
						&& AopUtils.getMostSpecificMethod(candidate, type).equals(method)) {
					return true;
				}
			}
		}
		return false;
	}

}
