package io.github.tracingboot.data;

import javax.sql.DataSource;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

// The classes are nearly always there. What leads to a database has a driver, and each
// says so in a file of this name.
@AutoConfiguration
@ConditionalOnClass({ DataSource.class, ProxyFactory.class })
@ConditionalOnResource(resources = "classpath:META-INF/services/java.sql.Driver")
@ConditionalOnTracing("data.jdbc")
@ConditionalOnProperty(name = "tracing.data.enabled", matchIfMissing = true)
@Import(DataConfiguration.class)
class JdbcAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static JdbcPostProcessor jdbcTracingPostProcessor(DataTracing tracing, ObjectProvider<DataProperties> properties) {
		return new JdbcPostProcessor(new JdbcTracing(tracing, () -> properties.getObject().jdbc().transactions()));
	}

}
