package io.github.tracingboot.benchmarks.annotated;

import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracingboot.benchmarks.NoopSpanProcessor;

import org.springframework.boot.actuate.autoconfigure.tracing.SpanProcessors;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One for each annotation, all with the same span processor and no exporter. */
final class Applications {

	private Applications() {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Traced {

		@Bean
		TracedAgent agent() {
			return new TracedAgent();
		}

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

	}

	/** Its span processor comes through the service loader. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithSpan {

		@Bean
		WithSpanAgent agent() {
			return new WithSpanAgent();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Observed {

		@Bean
		ObservedAgent agent() {
			return new ObservedAgent();
		}

		/** Takes the place of the list that has Spring Boot's batch processor. */
		@Bean
		SpanProcessors spanProcessors() {
			return SpanProcessors.of(new NoopSpanProcessor());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NewSpan {

		@Bean
		NewSpanAgent agent() {
			return new NewSpanAgent();
		}

		@Bean
		SpanProcessors spanProcessors() {
			return SpanProcessors.of(new NoopSpanProcessor());
		}

	}

}
