package io.github.tracingboot.messaging;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring AMQP's own observation, bridged to the same tracer: each operation has one span,
 * theirs or ours, and all are one trace.
 */
class SpringObservationIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void eachOperationHasOneSpan(boolean template, boolean container) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
			.web(WebApplicationType.NONE)
			.initializers(new EmbeddedBroker())
			.properties("spring.rabbitmq.template.observation-enabled=" + template,
					"spring.rabbitmq.listener.simple.observation-enabled=" + container)
			.run()) {
			Tracer tracer = context.getBean(Tracer.class);
			RabbitTemplate rabbit = context.getBean(RabbitTemplate.class);
			SpanData calling = new Caller(tracer, spans)
				.inSpan(() -> assertThat(rabbit.convertSendAndReceive("observed", "hello")).isInstanceOf(String.class));
			SpanData send = takeBelow(calling, SpanKind.PRODUCER, template);
			SpanData process = takeBelow(send, SpanKind.CONSUMER, container);
			// A reply is sent without the template, so nobody observes it but us.
			SpanData reply = takeBelow(process, SpanKind.PRODUCER, false);
			assertThat(reply.getName()).isEqualTo("send");
			assertThat(context.getBean(App.class).handledIn).isEqualTo(process.getSpanId());
		}
	}

	private static SpanData takeBelow(SpanData parent, SpanKind kind, boolean theirs) {
		SpanData span = spans.take("of kind " + kind + " below " + parent.getName(),
				(each) -> each.getKind() == kind && each.getParentSpanId().equals(parent.getSpanId()));
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo(theirs ? "theirs" : "io.github.tracingboot");
		return span;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		private volatile String handledIn = "";

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		static ObservationRegistry observationRegistry(OpenTelemetry openTelemetry) {
			Tracer tracer = openTelemetry.getTracer("theirs");
			OtelTracer bridge = new OtelTracer(tracer, new OtelCurrentTraceContext(), (event) -> {
			});
			OtelPropagator propagator = new OtelPropagator(openTelemetry.getPropagators(), tracer);
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
						new PropagatingSenderTracingObservationHandler<>(bridge, propagator),
						new PropagatingReceiverTracingObservationHandler<>(bridge, propagator),
						new DefaultTracingObservationHandler(bridge)));
			return registry;
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "observed", autoDelete = "true"))
		String handle(String text) {
			this.handledIn = Span.current().getSpanContext().getSpanId();
			return text;
		}

	}

}
