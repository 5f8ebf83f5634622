package io.github.tracingboot.matrix;

import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** A request with each client, each made as Spring Boot would have it. */
@Configuration(proxyBeanMethods = false)
@Import(HttpOperations.Hello.class)
class HttpOperations {

	private final ApplicationContext context;

	HttpOperations(ApplicationContext context) {
		this.context = context;
	}

	@Bean
	HttpClient jdkHttpClient() {
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
	}

	/** The builder's type has moved. */
	@Bean
	RestTemplate restTemplate() throws ReflectiveOperationException {
		Object builder = this.context.getBean("restTemplateBuilder");
		Method build = builder.getClass().getMethod("build");
		return (RestTemplate) build.invoke(builder);
	}

	void restClient(ApplicationContext server) {
		this.context.getBean(RestClient.Builder.class).build().get().uri(hello(server)).retrieve().toBodilessEntity();
	}

	void restTemplate(ApplicationContext server) {
		this.context.getBean(RestTemplate.class).getForObject(hello(server), String.class);
	}

	void webClient(ApplicationContext server) {
		this.context.getBean(WebClient.Builder.class)
			.build()
			.get()
			.uri(hello(server))
			.retrieve()
			.toBodilessEntity()
			.block();
	}

	void jdkClient(ApplicationContext server) throws Exception {
		this.context.getBean(HttpClient.class)
			.send(HttpRequest.newBuilder(hello(server)).build(), HttpResponse.BodyHandlers.discarding());
	}

	private static URI hello(ApplicationContext server) {
		return URI
			.create("http://localhost:" + server.getEnvironment().getRequiredProperty("local.server.port") + "/hello");
	}

	@RestController
	static class Hello {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

	/** The application that is the server of WebFlux. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Hello.class, ReactorNetty.class })
	static class Reactive {

	}

	/**
	 * With Spring MVC beside it Spring Boot takes the servlet container; its type has
	 * moved.
	 */
	static final class ReactorNetty implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			String oldest = "org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory";
			String newest = "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory";
			Class<?> factory = ClassUtils.resolveClassName(ClassUtils.isPresent(oldest, null) ? oldest : newest, null);
			registry.registerBeanDefinition("reactorNetty", new RootBeanDefinition(factory));
		}

	}

}
