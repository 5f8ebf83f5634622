package io.github.tracingboot.amqp;

import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@ConditionalOnClass({ AbstractMessageListenerContainer.class, ObservationCollector.class })
@ConditionalOnTracing("amqp")
@EnableConfigurationProperties(AmqpProperties.class)
class AmqpAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AmqpTracingPostProcessor amqpTracingPostProcessor(ObjectProvider<Tracer> tracer,
			ObjectProvider<OpenTelemetry> openTelemetry, ObjectProvider<AmqpProperties> amqpProperties) {
		AmqpTracing tracing = new AmqpTracing(tracer::getObject, () -> openTelemetry.getObject().getPropagators());
		return new AmqpTracingPostProcessor(tracing, amqpProperties::getObject);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = Binders.TYPE)
	static class SpringCloudStream {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static BinderContexts tracedBinderContexts(AmqpTracingPostProcessor postProcessor) {
			return new BinderContexts(postProcessor);
		}

	}

}
