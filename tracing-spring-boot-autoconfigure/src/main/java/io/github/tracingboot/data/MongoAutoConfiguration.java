package io.github.tracingboot.data;

import com.mongodb.MongoClientSettings;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@ConditionalOnClass(MongoClientSettings.class)
@ConditionalOnTracing("data.mongo")
@Import(DataConfiguration.class)
class MongoAutoConfiguration {

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
