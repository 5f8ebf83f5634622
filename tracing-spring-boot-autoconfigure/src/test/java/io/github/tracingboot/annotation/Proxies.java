package io.github.tracingboot.annotation;

import java.util.Map;

import io.opentelemetry.api.trace.Tracer;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Makes what a container would make of an annotated object. */
final class Proxies {

	private Proxies() {
	}

	static <T> T traced(Tracer tracer, T target) {
		return traced(tracer, target, SpanSettings.DEFAULTS);
	}

	@SuppressWarnings("unchecked")
	static <T> T traced(Tracer tracer, T target, SpanSettings settings) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("tracer", tracer, "region", "north"));
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		TracedAdvisor advisor = new TracedAdvisor(beans.getBeanProvider(Tracer.class), () -> settings, true);
		advisor.setBeanFactory(beans);
		factory.addAdvisor(advisor);
		return (T) factory.getProxy();
	}

}
