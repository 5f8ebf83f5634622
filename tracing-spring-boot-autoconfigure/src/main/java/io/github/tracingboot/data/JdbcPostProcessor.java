package io.github.tracingboot.data;

import java.lang.reflect.Modifier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Puts each {@link DataSource} bean behind a proxy of its own class, so that it is still
 * injected by its type.
 */
final class JdbcPostProcessor implements BeanPostProcessor, Ordered {

	private static final boolean SPRING_JDBC = ClassUtils.isPresent(
			"org.springframework.jdbc.datasource.DelegatingDataSource", JdbcPostProcessor.class.getClassLoader());

	private final JdbcTracing tracing;

	JdbcPostProcessor(JdbcTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof DataSource source) || isTraced(bean) || bean instanceof ScopedObject) {
			return bean;
		}
		// A lazy one would not be lazy any more, if it were asked what it leads to.
		if (SPRING_JDBC && Delegating.traceTarget(source, this)) {
			return bean;
		}
		return traced(source);
	}

	private static boolean isTraced(Object bean) {
		return bean instanceof Advised proxy && Stream.of(proxy.getAdvisors())
			.anyMatch((advisor) -> advisor.getAdvice() instanceof ConnectionInterceptor);
	}

	private DataSource traced(DataSource source) {
		ProxyFactory factory = new ProxyFactory(source);
		Class<?> type = source.getClass();
		factory.setProxyTargetClass(!Modifier.isFinal(type.getModifiers()));
		factory.addAdvice(new ConnectionInterceptor(this.tracing, source));
		try {
			return (DataSource) factory.getProxy(type.getClassLoader());
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
			return source;
		}
	}

	/** Loaded only where there is Spring JDBC. */
	private static final class Delegating {

		private static boolean traceTarget(DataSource source, JdbcPostProcessor processor) {
			if (!(source instanceof DelegatingDataSource delegating)) {
				return false;
			}
			DataSource target = delegating.getTargetDataSource();
			if (target != null) {
				delegating.setTargetDataSource((DataSource) processor.postProcessAfterInitialization(target, ""));
			}
			return true;
		}

	}

}
