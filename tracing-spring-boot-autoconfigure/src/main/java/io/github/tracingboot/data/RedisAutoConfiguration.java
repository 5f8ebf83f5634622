package io.github.tracingboot.data;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.tracing.Tracing;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@ConditionalOnClass({ ClientResources.class, Tracing.class })
@ConditionalOnTracing("data.redis")
@Import(DataConfiguration.class)
class RedisAutoConfiguration {

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
