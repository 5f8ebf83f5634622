package io.github.tracingboot.task;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Function;

import org.aopalliance.intercept.MethodInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Puts a span around each runner. Boot tells nobody when it calls one, so the bean gets a
 * proxy; a bean of a class that allows none runs without a span.
 */
final class RunnerPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(RunnerPostProcessor.class);

	private final Function<String, MethodInterceptor> interceptor;

	/**
	 * Creates the post-processor.
	 * @param interceptor makes the interceptor of a bean of this name
	 */
	RunnerPostProcessor(Function<String, MethodInterceptor> interceptor) {
		this.interceptor = interceptor;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof CommandLineRunner) && !(bean instanceof ApplicationRunner)) {
			return bean;
		}
		NameMatchMethodPointcut run = new NameMatchMethodPointcut();
		run.setMappedName("run");
		Advisor advisor = new DefaultPointcutAdvisor(run, this.interceptor.apply(beanName));
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			advised.addAdvisor(0, advisor);
			return bean;
		}
		Class<?> type = bean.getClass();
		boolean byInterface = ClassUtils.isLambdaClass(type);
		if (!byInterface && (Modifier.isFinal(type.getModifiers()) || hasFinalRun(type))) {
			logger.info("The runner '{}' has no span of its own: {} cannot be proxied", beanName, type.getName());
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(!byInterface);
		factory.addAdvisor(advisor);
		return factory.getProxy(type.getClassLoader());
	}

	private static boolean hasFinalRun(Class<?> type) {
		for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
			if (method.getName().equals("run") && Modifier.isFinal(method.getModifiers())) {
				return true;
			}
		}
		return false;
	}

}
