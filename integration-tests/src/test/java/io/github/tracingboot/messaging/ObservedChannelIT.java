package io.github.tracingboot.messaging;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.amqp.dsl.Amqp;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableIntegrationManagement;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Integration observes what is sent to a channel, and says it is a sending: the
 * message that comes of it has one publish span all the same, ours.
 */
class ObservedChannelIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@ParameterizedTest
	@ValueSource(classes = { Ours.class, MicrometerTracing.class })
	void aMessageHasOnePublishSpan(Class<?> observing) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class, observing)
			.web(WebApplicationType.NONE)
			.initializers(new EmbeddedBroker())
			.run()) {
			MessageChannel channel = context.getBean("orders.input", MessageChannel.class);
			Caller caller = new Caller(context.getBean(Tracer.class), spans);
			SpanData calling = caller.inSpan(() -> channel.send(new GenericMessage<>("7")));
			SpanData observed = caller.takeChild(calling, "orders.input send");
			assertThat(observed.getKind()).isEqualTo(SpanKind.INTERNAL);
			SpanData send = caller.takeChild(observed, "send observed-channel");
			assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
			caller.takeChild(send, "process observed-channel");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableIntegration
	@EnableIntegrationManagement(observationPatterns = "orders.input")
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		IntegrationFlow orders(RabbitTemplate template) {
			return (flow) -> flow.handle(Amqp.outboundAdapter(template).routingKey("observed-channel"));
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "observed-channel", autoDelete = "true"))
		void handle(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ours {

	}

	/** As Spring Boot puts it together. */
	@Configuration(proxyBeanMethods = false)
	static class MicrometerTracing {

		@Bean
		OtelTracer micrometerTracer(Tracer tracer) {
			return new OtelTracer(tracer, new OtelCurrentTraceContext(), (event) -> {
			});
		}

		@Bean
		OtelPropagator micrometerPropagator(OpenTelemetry openTelemetry, Tracer tracer) {
			return new OtelPropagator(openTelemetry.getPropagators(), tracer);
		}

		@Bean
		ObservationRegistry observationRegistry(OtelTracer tracer, OtelPropagator propagator,
				ObjectProvider<TracingObservationHandler<?>> handlers) {
			List<ObservationHandler<?>> all = Stream.<ObservationHandler<?>>concat(handlers.orderedStream(),
					Stream.of(new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
							new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
							new DefaultTracingObservationHandler(tracer)))
				.toList();
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(all));
			return registry;
		}

	}

}
