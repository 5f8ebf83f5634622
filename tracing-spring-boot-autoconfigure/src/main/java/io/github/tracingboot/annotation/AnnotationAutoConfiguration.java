package io.github.tracingboot.annotation;

import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@ConditionalOnTracing(value = "annotation", besideAgent = true)
@EnableConfigurationProperties(AnnotationProperties.class)
@Import(ProxyCreatorRegistrar.class)
class AnnotationAutoConfiguration {

	// Without the role, the proxy creator of an application without AspectJ passes it
	// over.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TracedAdvisor tracedAdvisor(ObjectProvider<Tracer> tracer) {
		return new TracedAdvisor(tracer);
	}

}
