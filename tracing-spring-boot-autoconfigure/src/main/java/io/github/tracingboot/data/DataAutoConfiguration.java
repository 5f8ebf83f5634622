package io.github.tracingboot.data;

import javax.sql.DataSource;

import com.influxdb.client.InfluxDBClientOptions;
import com.mongodb.MongoClientSettings;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("data.jdbc")
	@ConditionalOnClass({ DataSource.class, ProxyFactory.class })
	static class Jdbc {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static JdbcPostProcessor jdbcTracingPostProcessor(DataTracing tracing,
				ObjectProvider<DataProperties> properties) {
			return new JdbcPostProcessor(new JdbcTracing(tracing, () -> properties.getObject().jdbc().transactions()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("data.redis")
	@ConditionalOnClass({ ClientResources.class, Tracing.class })
	static class Redis {

		// For clients that are made by hand.
		@Bean
		@ConditionalOnMissingBean(Tracing.class)
		static Tracing lettuceTracing(DataTracing tracing) {
			return new LettuceTracing(tracing, null);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static LettucePostProcessor lettuceTracingPostProcessor(DataTracing tracing) {
			return new LettucePostProcessor(tracing);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("data.mongo")
	@ConditionalOnClass(MongoClientSettings.class)
	static class Mongo {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static MongoCommandTracing mongoCommandTracing(DataTracing tracing) {
			return new MongoCommandTracing(tracing);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static MongoPostProcessor mongoTracingPostProcessor(MongoCommandTracing listener) {
			return new MongoPostProcessor(listener);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("data.influx")
	@ConditionalOnClass(InfluxDBClientOptions.class)
	static class Influx {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static InfluxPostProcessor influxTracingPostProcessor(DataTracing tracing) {
			return new InfluxPostProcessor(new InfluxInterceptor(tracing));
		}

	}

}
