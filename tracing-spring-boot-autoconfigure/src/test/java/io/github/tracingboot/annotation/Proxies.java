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
		factory.addAdvisor(new TracedAdvisor(beans.getBeanProvider(Tracer.class), beans, () -> settings, true));
		return (T) factory.getProxy();
	}

}
