package io.github.tracingboot.observation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import static org.assertj.core.api.Assertions.assertThat;

/** A registry whose observations become spans. */
final class TestTracing {

	final Tracer tracer;

	final ObservationRegistry registry;

	TestTracing(SpanProcessor processor) {
		this(processor, Sampler.alwaysOn());
	}

	TestTracing(SpanProcessor processor, Sampler sampler) {
		this.tracer = SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(processor).build().get("test");
		this.registry = registry(TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(),
				W3CBaggagePropagator.getInstance()));
	}

	ObservationRegistry registry(TextMapPropagator propagator) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig()
			.observationHandler(new ObservationSpans(registry, () -> this.tracer, new Remote(() -> propagator),
					new NativeSpans(List.of("native.*"), List.of("channel"))));
		return registry;
	}

	static SenderContext<Map<String, String>> sender(Kind kind) {
		SenderContext<Map<String, String>> sender = new SenderContext<>(
				(carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), kind);
		sender.setCarrier(new HashMap<>());
		return sender;
	}

	static ReceiverContext<Map<String, String>> receiver(Map<String, String> headers) {
		ReceiverContext<Map<String, String>> receiver = new ReceiverContext<>(Map::get);
		receiver.setCarrier(headers);
		return receiver;
	}

	static void assertParent(SpanData child, SpanData parent) {
		assertThat(child.getParentSpanId()).as(child.getName()).isEqualTo(parent.getSpanId());
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
	}

}
