package io.github.tracingboot.web;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** An application on Reactor Netty. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ReactiveHandlers.class, ReactiveApplication.ReactorNetty.class })
class ReactiveApplication {

	static final SpanRecorder SPANS = new SpanRecorder();

	@Bean
	SpanRecorder recorder() {
		return SPANS;
	}

	@Bean
	UntracedClient untracedClient(Environment environment) {
		return new UntracedClient(environment, "/shop");
	}

	@Bean
	RouterFunction<ServerResponse> functions() {
		return RouterFunctions.route()
			.GET("/functional/{id}", (request) -> ServerResponse.ok().bodyValue(request.pathVariable("id")))
			.build();
	}

	/**
	 * Of its own: what all share, server sockets among it, is closed with the first
	 * application that is done with it.
	 */
	@Bean
	ReactorResourceFactory reactorResources() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		return resources;
	}

	/**
	 * Where Tomcat is there too, Spring Boot takes that; the factory's type has moved.
	 */
	static final class ReactorNetty implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			String type = "NettyReactiveWebServerFactory";
			String oldest = "org.springframework.boot.web.embedded.netty." + type;
			String newest = "org.springframework.boot.reactor.netty." + type;
			Class<?> factory = ClassUtils.resolveClassName(ClassUtils.isPresent(oldest, null) ? oldest : newest, null);
			RootBeanDefinition definition = new RootBeanDefinition(factory);
			definition.getPropertyValues().add("resourceFactory", new RuntimeBeanReference("reactorResources"));
			registry.registerBeanDefinition("reactorNetty", definition);
		}

	}

}
