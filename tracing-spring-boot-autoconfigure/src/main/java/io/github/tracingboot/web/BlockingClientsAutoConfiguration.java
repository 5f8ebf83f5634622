package io.github.tracingboot.web;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.web.client.RestClient;

@AutoConfiguration(after = HttpClientsAutoConfiguration.class)
@ConditionalOnClass(RestClient.class)
@ConditionalOnBean(ClientTracing.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class BlockingClientsAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BlockingClients blockingClients(ClientTracing tracing) {
		return new BlockingClients(tracing);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ClientPostProcessor blockingClientPostProcessor(BlockingClients clients) {
		return new ClientPostProcessor(clients);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = BootCustomizer.REST_TEMPLATE)
	static class RestTemplates {

		@Bean
		static BootCustomizer tracingRestTemplateCustomizer(BlockingClients clients) {
			return new BootCustomizer(BootCustomizer.REST_TEMPLATE, clients);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = BootCustomizer.REST_TEMPLATE_4)
	static class RestTemplates4 {

		@Bean
		static BootCustomizer tracingRestTemplateCustomizer(BlockingClients clients) {
			return new BootCustomizer(BootCustomizer.REST_TEMPLATE_4, clients);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = BootCustomizer.REST_CLIENT_4)
	static class DeclarativeBlocking {

		@Bean
		static BootCustomizer tracingRestClientCustomizer(BlockingClients clients) {
			return new BootCustomizer(BootCustomizer.REST_CLIENT_4, clients);
		}

	}

}
