package io.github.tracingboot.task;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
@ConditionalOnTracing("task")
@EnableConfigurationProperties(TaskProperties.class)
class TaskAutoConfiguration {

	@Bean
	static ExecutorBuilderPostProcessor tracingExecutorBuilderPostProcessor() {
		return new ExecutorBuilderPostProcessor();
	}

}
