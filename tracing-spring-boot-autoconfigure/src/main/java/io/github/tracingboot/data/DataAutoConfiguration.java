package io.github.tracingboot.data;

import javax.sql.DataSource;

import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@ConditionalOnTracing(besideAgent = true)
@ConditionalOnProperty(name = "tracing.data.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DataProperties.class)
class DataAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DataTracing dataTracing(ObjectProvider<Tracer> tracer, ObjectProvider<DataProperties> properties) {
		return new DataTracing(tracer::getObject, () -> properties.getObject().peerServices());
	}

	// Both classes are always there. What leads to a database has a driver, and each says
	// so in a file of this name.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("data.jdbc")
	@ConditionalOnClass({ DataSource.class, ProxyFactory.class })
	@ConditionalOnResource(resources = "classpath:META-INF/services/java.sql.Driver")
	static class Jdbc {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static JdbcPostProcessor jdbcTracingPostProcessor(DataTracing tracing,
				ObjectProvider<DataProperties> properties) {
			return new JdbcPostProcessor(new JdbcTracing(tracing, () -> properties.getObject().jdbc().transactions()));
		}

	}

}
