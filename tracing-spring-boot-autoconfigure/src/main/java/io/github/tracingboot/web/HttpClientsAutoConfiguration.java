package io.github.tracingboot.web;

import java.net.http.HttpClient;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

@AutoConfiguration
@ConditionalOnTracing("web")
@ConditionalOnProperty(name = "tracing.web.client.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WebProperties.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class HttpClientsAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ClientTracing clientTracing(ObjectProvider<Tracer> tracer, ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<WebProperties> properties) {
		return new ClientTracing(SingletonSupplier.of(tracer::getObject),
				SingletonSupplier.of(openTelemetry::getObject), SingletonSupplier.of(properties::getObject));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClient.class)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static class Blocking {

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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static class Reactive {

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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpClient.class)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static class Jdk {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static ClientPostProcessor jdkClientPostProcessor(ClientTracing tracing) {
			return new ClientPostProcessor(new JdkClients(tracing));
		}

	}

}
