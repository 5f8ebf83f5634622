package io.github.tracingboot.benchmarks.http;

import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracingboot.benchmarks.NoopSpanProcessor;

import org.springframework.boot.actuate.autoconfigure.tracing.SpanProcessors;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** One page on Spring MVC, for each way of tracing. */
final class HttpApplications {

	private HttpApplications() {
	}

	@RestController
	static class Orders {

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			return id;
		}

	}

	/** Traced by nothing, or by what brings its span processor itself. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Starter {

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Micrometer {

		/** Takes the place of the list that has Spring Boot's batch processor. */
		@Bean
		SpanProcessors spanProcessors() {
			return SpanProcessors.of(new NoopSpanProcessor());
		}

	}

}
