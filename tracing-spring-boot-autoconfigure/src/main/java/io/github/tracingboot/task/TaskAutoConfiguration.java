package io.github.tracingboot.task;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

@AutoConfiguration
@ConditionalOnTracing("task")
@EnableConfigurationProperties(TaskProperties.class)
class TaskAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ExecutorPostProcessor tracingExecutorPostProcessor() {
		return new ExecutorPostProcessor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnBooleanProperty(name = "tracing.task.runners", matchIfMissing = true)
	static RunnerPostProcessor tracingRunnerPostProcessor(ObjectProvider<Tracer> tracer, Environment environment) {
		return new RunnerPostProcessor((name) -> new RunnerInterceptor(name, tracer::getObject, environment));
	}

	@Bean
	@Lazy
	@ConditionalOnBooleanProperty(name = "tracing.task.schedules", matchIfMissing = true)
	ScheduledTracing scheduledTracing(ObjectProvider<Tracer> tracer, ObjectProvider<OpenTelemetry> openTelemetry) {
		return new ScheduledTracing(new ScheduledRuns(tracer::getObject, openTelemetry::getObject));
	}

}
