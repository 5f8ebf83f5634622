package io.github.tracingboot.web;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.time.Duration;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** A client of every kind. */
@Configuration(proxyBeanMethods = false)
class Clients {

	@Bean
	RestTemplate restTemplate() {
		return new RestTemplate(new SimpleClientHttpRequestFactory());
	}

	/** Spring Boot's builder, whose type has moved. */
	@Bean
	RestTemplate builtRestTemplate(ApplicationContext context) throws ReflectiveOperationException {
		Object builder = context.getBean("restTemplateBuilder");
		Method build = builder.getClass().getMethod("build");
		return (RestTemplate) build.invoke(builder);
	}

	@Bean
	RestClient restClient() {
		return RestClient.create();
	}

	@Bean
	RestClient restClientOverJdk(HttpClient client) {
		return RestClient.builder().requestFactory(new JdkClientHttpRequestFactory(client)).build();
	}

	@Bean
	WebClient webClient() {
		return WebClient.create();
	}

	@Bean
	HttpClient httpClient() {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(5))
			.followRedirects(HttpClient.Redirect.NORMAL)
			.build();
	}

}
