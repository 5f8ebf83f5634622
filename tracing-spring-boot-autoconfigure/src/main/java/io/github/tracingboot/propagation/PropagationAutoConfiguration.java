package io.github.tracingboot.propagation;

import java.util.List;

import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;

import io.github.tracingboot.core.ConditionalOnTracing;
import io.github.tracingboot.core.InternalHosts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

@AutoConfiguration(beforeName = "io.github.tracingboot.sdk.SdkAutoConfiguration")
@ConditionalOnTracing
@EnableConfigurationProperties(PropagationProperties.class)
class PropagationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(TextMapPropagator.class)
	static TextMapPropagator tracingPropagator(PropagationProperties propagationProperties) {
		return TextMapPropagator
			.composite(propagationProperties.type().stream().map(PropagationType::propagator).toList());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BeanPostProcessor hostsOfPropagation(ObjectProvider<PropagationProperties> propagationProperties) {
		return new BeanPostProcessor() {
			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (!(bean instanceof ContextPropagators propagators)) {
					return bean;
				}
				List<String> hosts = propagationProperties.getObject().hosts();
				return hosts.isEmpty() ? bean
						: ContextPropagators.create(new HostPropagator(propagators.getTextMapPropagator(),
								InternalHosts.of("tracing.propagation.hosts", hosts)));
			}
		};
	}

}
