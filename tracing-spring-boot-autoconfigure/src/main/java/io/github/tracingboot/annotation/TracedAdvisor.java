package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Tracer;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/** Puts the interceptor in front of what is annotated, and of nothing else. */
final class TracedAdvisor extends StaticMethodMatcherPointcut
		implements PointcutAdvisor, Ordered, SmartInitializingSingleton, BeanFactoryAware {

	/**
	 * Outside of transactions, caches and security, so that the span shows what the
	 * caller waits for and a failing commit is on it; with room for who must be further
	 * out.
	 */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

	// Not before a bean has the annotation, which most have not.
	private final Supplier<TracedInterceptor> interceptor;

	private volatile boolean used;

	private @Nullable BeanFactory beans;

	TracedAdvisor(ObjectProvider<Tracer> tracer, Supplier<SpanSettings> settings, boolean classProxies) {
		this.interceptor = SingletonSupplier.of(() -> {
			this.used = true;
			return new TracedInterceptor(tracer, new TracedMethodCache(new TracedMethodReader(this.beans)::read),
					settings.get());
		});
		setClassFilter((type) -> TracedAnnotations.mentionedBy(type) && Reachability.isProxyable(type, classProxies));
	}

	// No parameter of the bean's method, for which Spring would look among all beans.
	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = beanFactory;
	}

	/** Reads all of the annotation: what is wrong with it shows at startup. */
	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return this.interceptor.get().known(method, targetClass).method() != null;
	}

	@Override
	public Pointcut getPointcut() {
		return this;
	}

	@Override
	public Advice getAdvice() {
		return this.interceptor.get();
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.used) {
			this.interceptor.get().requireTracer();
		}
	}

}
