package io.github.tracingboot.web;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.handler.MappedInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

class WebAutoConfigurationTests {

	private final WebApplicationContextRunner server = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebServerAutoConfiguration.class, HttpClientsAutoConfiguration.class,
				BlockingClientsAutoConfiguration.class, ReactiveClientsAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop)
		.withBean(Tracer.class, () -> OpenTelemetry.noop().getTracer("test"))
		.withBean(RestClient.Builder.class, RestClient::builder);

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebServerAutoConfiguration.class, HttpClientsAutoConfiguration.class,
				BlockingClientsAutoConfiguration.class, ReactiveClientsAutoConfiguration.class));

	private final ApplicationContextRunner client = this.bare.withBean(RestClient.Builder.class, RestClient::builder);

	@Test
	void servletApplicationHasTheFilter() {
		this.server.run((context) -> assertThat(context).hasSingleBean(ServletTracingFilter.class)
			.hasSingleBean(MappedInterceptor.class));
	}

	@Test
	void otherApplicationHasNoFilter() {
		this.client.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(Filter.class)
			.doesNotHaveBean(MappedInterceptor.class));
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		for (String property : List.of("tracing.enabled=false", "tracing.web.enabled=false")) {
			this.server.withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(Filter.class).doesNotHaveBean(MappedInterceptor.class);
				assertThat(interceptors(context.getBean(RestClient.Builder.class))).isEmpty();
			});
		}
	}

	@Test
	void bothAreAbsentWithTheirLibraries() {
		this.server.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tracingRouteInterceptor"));
		this.client.withClassLoader(new FilteredClassLoader("org.springframework.web", "jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("blockingClientPostProcessor"));
	}

	@Test
	void builderHasTheInterceptorBehindThoseOfItsCustomizers() {
		ClientHttpRequestInterceptor own = (request, body, execution) -> execution.execute(request, body);
		this.bare.withBean(RestClient.Builder.class, () -> RestClient.builder().requestInterceptor(own))
			.run((context) -> assertThat(interceptors(context.getBean(RestClient.Builder.class))).hasSize(2)
				.startsWith(own)
				.hasAtLeastOneElementOfType(ClientTracingInterceptor.class));
	}

	@Test
	void cloneOfABuilderHasTheInterceptorOnce() {
		this.bare.withUserConfiguration(Clones.class)
			.run((context) -> assertThat(interceptors(context.getBean("second", RestClient.Builder.class))).hasSize(1));
	}

	@Test
	void whatTheTracerIsMadeOfMayUseABuilder() {
		this.client.withUserConfiguration(ClientBehindTheTracer.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Tracer.class));
	}

	@Test
	void reactiveApplicationHasNoServletFilterAndTheOtherWayRound() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebServerAutoConfiguration.class))
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withBean(Tracer.class, () -> OpenTelemetry.noop().getTracer("test"))
			.run((context) -> assertThat(context).hasSingleBean(ReactiveTracing.class)
				.hasSingleBean(ReactiveTracingFilter.class)
				.doesNotHaveBean(Filter.class));
		this.server.run((context) -> assertThat(context).doesNotHaveBean(ReactiveTracing.class));
	}

	@Test
	void serverAndClientAreSwitchedOffOneByOne() {
		this.server.withPropertyValues("tracing.web.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Filter.class).hasBean("blockingClientPostProcessor"));
		this.server.withPropertyValues("tracing.web.client.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ServletTracingFilter.class)
				.doesNotHaveBean(ClientPostProcessor.class));
	}

	@Test
	void pathThatIsNoneDoesNotStart() {
		for (String property : List.of("tracing.web.server.exclude=ping",
				"tracing.web.server.path-relations[ping]=root")) {
			this.server.withPropertyValues(property)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("'ping'")
					.hasStackTraceContaining(property.substring(0, 24)));
		}
	}

	@Test
	void clientsOfAnotherMakeAreLeftAlone() {
		HttpClient own = new OtherHttpClient();
		this.bare.withBean(HttpClient.class, () -> own)
			.run((context) -> assertThat(context.getBean(HttpClient.class)).isSameAs(own));
	}

	private static List<ClientHttpRequestInterceptor> interceptors(RestClient.Builder builder) {
		List<ClientHttpRequestInterceptor> interceptors = new ArrayList<>();
		builder.requestInterceptors(interceptors::addAll);
		return interceptors;
	}

	@Configuration(proxyBeanMethods = false)
	static class Clones {

		@Bean
		RestClient.Builder first() {
			return RestClient.builder();
		}

		@Bean
		RestClient.Builder second(@Qualifier("first") RestClient.Builder first) {
			return first.clone();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientBehindTheTracer {

		@Bean
		OpenTelemetry openTelemetry(RestClient.Builder builder) {
			builder.build();
			return OpenTelemetry.noop();
		}

		@Bean
		Tracer tracer(OpenTelemetry openTelemetry) {
			return openTelemetry.getTracer("test");
		}

	}

}
