package io.github.tracingboot.web;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.web.reactive.function.client.WebClient;

@AutoConfiguration(after = HttpClientsAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBean(ClientTracing.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class ReactiveClientsAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ReactiveClients reactiveClients(ClientTracing tracing) {
		return new ReactiveClients(tracing);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ClientPostProcessor reactiveClientPostProcessor(ReactiveClients clients) {
		return new ClientPostProcessor(clients);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = BootCustomizer.WEB_CLIENT_4)
	static class DeclarativeReactive {

		@Bean
		static BootCustomizer tracingWebClientCustomizer(ReactiveClients clients) {
			return new BootCustomizer(BootCustomizer.WEB_CLIENT_4, clients);
		}

	}

}
