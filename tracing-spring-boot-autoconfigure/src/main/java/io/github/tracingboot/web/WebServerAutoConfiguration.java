package io.github.tracingboot.web;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.Filter;
import reactor.core.publisher.Flux;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.servlet.handler.MappedInterceptor;

@AutoConfiguration
@ConditionalOnTracing("web")
@ConditionalOnBooleanProperty(name = "tracing.web.server.enabled", matchIfMissing = true)
@ConditionalOnWebApplication
@EnableConfigurationProperties(WebProperties.class)
class WebServerAutoConfiguration {

	@Bean
	ServerTracing serverTracing(Tracer tracer, OpenTelemetry openTelemetry, WebProperties webProperties,
			Environment environment) {
		List<String> excluded = new ArrayList<>(webProperties.server().exclude());
		if (webProperties.server().excludeUsual()) {
			excluded.addAll(UsualExclusions.of(environment));
		}
		return new ServerTracing(tracer, openTelemetry.getPropagators().getTextMapPropagator(), webProperties,
				new PathPatterns("tracing.web.server.exclude", excluded));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Filter.class, OncePerRequestFilter.class })
	static class Servlet {

		@Bean
		ServletTracingFilter servletTracingFilter(ServerTracing tracing) {
			return new ServletTracingFilter(tracing);
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
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ Flux.class, DispatcherHandler.class })
	static class Reactive {

		@Bean
		ReactiveTracing reactiveTracing(ServerTracing tracing, ObjectProvider<ForwardedHeaderTransformer> forwarded) {
			return new ReactiveTracing(tracing, forwarded.getIfAvailable());
		}

		@Bean
		ReactiveTracingFilter reactiveTracingFilter() {
			return new ReactiveTracingFilter();
		}

		@Bean
		static SmartInitializingSingleton reactiveTracingContext() {
			return ReactorContext::keepAcrossThreads;
		}

	}

}
