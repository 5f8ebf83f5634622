package io.github.tracingboot.web;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.Filter;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.handler.MappedInterceptor;

@AutoConfiguration
@ConditionalOnTracing("web")
@EnableConfigurationProperties(WebProperties.class)
class WebAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Filter.class, OncePerRequestFilter.class })
	static class Server {

		@Bean
		ServerTracingFilter serverTracingFilter(Tracer tracer, OpenTelemetry openTelemetry) {
			return new ServerTracingFilter(tracer, openTelemetry.getPropagators().getTextMapPropagator());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Filter.class, MappedInterceptor.class })
	static class Mvc {

		// As a bean of this type it reaches every handler mapping, actuator's too.
		@Bean
		MappedInterceptor tracingRouteInterceptor() {
			return new MappedInterceptor(null, new RouteInterceptor());
		}

		@Bean
		ExceptionWatcher tracingExceptionWatcher() {
			return new ExceptionWatcher();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClient.class)
	static class Client {

		// The tracer is looked up by the first request: an exporter, of which the tracer
		// is made, may build a client.
		@Bean
		static RestClientPostProcessor restClientTracingPostProcessor(ObjectProvider<Tracer> tracer,
				ObjectProvider<OpenTelemetry> openTelemetry) {
			return new RestClientPostProcessor(new ClientTracingInterceptor(SingletonSupplier.of(tracer::getObject),
					SingletonSupplier.of(openTelemetry::getObject)));
		}

	}

}
