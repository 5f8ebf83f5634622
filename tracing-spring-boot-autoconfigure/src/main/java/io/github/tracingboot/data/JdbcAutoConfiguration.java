package io.github.tracingboot.data;

import javax.sql.DataSource;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@ConditionalOnClass({ DataSource.class, ProxyFactory.class })
@Conditional(OnJdbcCondition.class)
@ConditionalOnTracing("data.jdbc")
@Import(DataConfiguration.class)
class JdbcAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static JdbcPostProcessor jdbcTracingPostProcessor(DataTracing tracing,
			ObjectProvider<DataProperties> dataProperties) {
		return new JdbcPostProcessor(new JdbcTracing(tracing, () -> dataProperties.getObject().jdbc().transactions()));
	}

}
