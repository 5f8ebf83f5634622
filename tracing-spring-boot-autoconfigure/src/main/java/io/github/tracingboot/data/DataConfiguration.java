package io.github.tracingboot.data;

import io.opentelemetry.api.trace.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** What those databases have in common that are there. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataProperties.class)
class DataConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DataTracing dataTracing(ObjectProvider<Tracer> tracer, ObjectProvider<DataProperties> dataProperties) {
		return new DataTracing(tracer::getObject, () -> dataProperties.getObject().peerServices());
	}

}
