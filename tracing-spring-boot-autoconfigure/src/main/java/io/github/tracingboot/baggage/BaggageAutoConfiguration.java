package io.github.tracingboot.baggage;

import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;

@AutoConfiguration
@EnableConfigurationProperties(BaggageProperties.class)
class BaggageAutoConfiguration {

	/** What an application injects is there when tracing is off, and sets nothing. */
	@Bean
	@Lazy
	static RequestBaggage requestBaggage(ObjectProvider<BaggageAttributes> attributes,
			ObjectProvider<BaggageProperties> baggageProperties) {
		BaggageAttributes spans = attributes.getIfAvailable();
		return (spans != null) ? new RequestBaggage(spans, baggageProperties.getObject().limits())
				: new RequestBaggage(null, new BaggageLimits(0, 0, 0));
	}

	@Bean
	@ConditionalOnTracing("baggage")
	static BaggageAttributes baggageAttributes(BaggageProperties baggageProperties) {
		return new BaggageAttributes(baggageProperties.spanAttributes());
	}

	@Bean
	@ConditionalOnTracing("baggage")
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BeanPostProcessor boundedBaggage(ObjectProvider<BaggageProperties> baggageProperties) {
		return new BeanPostProcessor() {
			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (!(bean instanceof ContextPropagators propagators)) {
					return bean;
				}
				TextMapPropagator propagator = propagators.getTextMapPropagator();
				BaggageProperties rules = baggageProperties.getObject();
				return ContextPropagators.create(new BaggagePropagator(propagator,
						new TrustedDestinations(rules.propagateTo()), rules.limits()));
			}
		};
	}

}
