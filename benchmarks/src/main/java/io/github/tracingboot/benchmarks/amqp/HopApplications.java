package io.github.tracingboot.benchmarks.amqp;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import brave.sampler.Sampler;
import brave.spring.rabbit.SpringRabbitTracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracingboot.benchmarks.NoopSpanProcessor;

import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.actuate.autoconfigure.tracing.SpanProcessors;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.amqp.DirectRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.autoconfigure.amqp.RabbitTemplateConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One for each kind of tracing, around the same template, container and broker. */
final class HopApplications {

	private HopApplications() {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Rabbit {

		@Bean
		MemoryBroker broker() {
			return new MemoryBroker();
		}

		@Bean
		CachingConnectionFactory rabbitConnectionFactory(MemoryBroker broker) {
			CachingConnectionFactory connectionFactory = new CachingConnectionFactory(
					new MemoryConnectionFactory(broker));
			connectionFactory.setExecutor(new MemoryConnectionFactory.CallingThread());
			return connectionFactory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Rabbit.class, PlainListener.class })
	static class Untraced {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Rabbit.class, PlainListener.class })
	static class Traced {

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Rabbit.class)
	static class HandWritten {

		@Bean
		SpanProcessor spanProcessor() {
			return new NoopSpanProcessor();
		}

		@Bean
		HandWrittenPublisher publisher(RabbitTemplate template, OpenTelemetry openTelemetry, SdkTracerProvider sdk) {
			return new HandWrittenPublisher(template, openTelemetry, sdk.get("benchmark"));
		}

		@Bean
		HandWrittenListener listener(OpenTelemetry openTelemetry, SdkTracerProvider sdk) {
			return new HandWrittenListener(openTelemetry, sdk.get("benchmark"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Rabbit.class, PlainListener.class })
	static class SpringObservation {

		@Bean
		SpanProcessors spanProcessors() {
			return SpanProcessors.of(new NoopSpanProcessor());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Rabbit.class, PlainListener.class })
	static class Brave {

		@Bean
		Tracing tracing() {
			return Tracing.newBuilder().sampler(Sampler.ALWAYS_SAMPLE).addSpanHandler(new NoopSpanHandler()).build();
		}

		@Bean
		SpringRabbitTracing rabbitTracing(Tracing tracing) {
			return SpringRabbitTracing.newBuilder(tracing).build();
		}

		@Bean
		RabbitTemplate rabbitTemplate(RabbitTemplateConfigurer configurer, ConnectionFactory connectionFactory,
				SpringRabbitTracing tracing) {
			RabbitTemplate template = new RabbitTemplate();
			configurer.configure(template, connectionFactory);
			return tracing.decorateRabbitTemplate(template);
		}

		@Bean
		DirectRabbitListenerContainerFactory rabbitListenerContainerFactory(
				DirectRabbitListenerContainerFactoryConfigurer configurer, ConnectionFactory connectionFactory,
				SpringRabbitTracing tracing) {
			DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
			configurer.configure(factory, connectionFactory);
			return tracing.decorateDirectRabbitListenerContainerFactory(factory);
		}

	}

	/** Has a span recorded in full and does nothing with it. */
	private static final class NoopSpanHandler extends SpanHandler {

		@Override
		public boolean end(TraceContext context, MutableSpan span, Cause cause) {
			return true;
		}

	}

}
