package io.github.tracingboot.annotation;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

@AutoConfiguration
@EnableConfigurationProperties(AnnotationProperties.class)
@Import(ProxyCreatorRegistrar.class)
class AnnotationAutoConfiguration {

	// Without the role, the proxy creator of an application without AspectJ passes it
	// over. It is made with the first bean, before properties can be injected.
	@Bean
	@ConditionalOnTracing(value = "annotation", besideAgent = true)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TracedAdvisor tracedAdvisor(ObjectProvider<Tracer> tracer, Environment environment) {
		return new TracedAdvisor(tracer, () -> SpanSettings.of(environment),
				ProxyCreatorRegistrar.usesClassProxies(environment));
	}

	@Bean
	@ConditionalOnTracing(value = "annotation", besideAgent = true)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TracedBeanCheck tracedBeanCheck(Environment environment) {
		return new TracedBeanCheck(
				environment.getProperty("tracing.annotation.fail-on-unproxyable", Boolean.class, false));
	}

	/** Code that uses the template runs with and without tracing. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(SpanTemplate.class)
	static SpanTemplate spanTemplate(ObjectProvider<Tracer> tracer, Environment environment) {
		boolean enabled = environment.getProperty("tracing.enabled", Boolean.class, Boolean.TRUE);
		return enabled ? new SpanTemplate(tracer.getObject(), SpanSettings.of(environment))
				: new SpanTemplate(TracerProvider.noop().get(""));
	}

}
