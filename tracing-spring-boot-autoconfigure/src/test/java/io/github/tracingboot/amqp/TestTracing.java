package io.github.tracingboot.amqp;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/** The real SDK without Spring. */
final class TestTracing {

	private final AmqpTracing amqp;

	TestTracing(SpanProcessor processor) {
		this(processor, Sampler.alwaysOn());
	}

	TestTracing(SpanProcessor processor, Sampler sampler) {
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(processor)
			.setSampler(sampler)
			.build();
		this.amqp = new AmqpTracing(() -> provider.get("test"), this::propagators);
	}

	AmqpTracing amqp() {
		return this.amqp;
	}

	PublishObserver observer(ObservationCollector delegate) {
		return observer(delegate, this.amqp);
	}

	static PublishObserver observer(ObservationCollector delegate, AmqpTracing tracing) {
		return new PublishObserver(delegate, tracing,
				new PublishConfirms(new NoOpMetricsCollector(), tracing, Duration.ofSeconds(5), () -> false));
	}

	ContextPropagators propagators() {
		return ContextPropagators.create(TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(),
				W3CBaggagePropagator.getInstance()));
	}

	/** Starts spans, but cannot read or write a header. */
	AmqpTracing withoutPropagation() {
		ContextPropagators broken = ContextPropagators.create(new TextMapPropagator() {

			@Override
			public Collection<String> fields() {
				return List.of();
			}

			@Override
			public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
				throw new IllegalStateException("no inject");
			}

			@Override
			public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
				throw new IllegalStateException("no extract");
			}

		});
		return new AmqpTracing(this.amqp::tracer, () -> broken);
	}

	/** Samples everything and tells which attributes it could have asked for. */
	static Sampler sampler(Consumer<Attributes> asked) {
		return new Sampler() {

			@Override
			public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
					Attributes attributes, List<LinkData> links) {
				// A copy: the span goes on filling what it passed.
				asked.accept(Attributes.builder().putAll(attributes).build());
				return SamplingResult.recordAndSample();
			}

			@Override
			public String getDescription() {
				return "asked";
			}

		};
	}

	static SpanProcessor throwingAtEnd() {
		return new SpanProcessor() {

			@Override
			public void onStart(Context parent, ReadWriteSpan span) {
			}

			@Override
			public boolean isStartRequired() {
				return false;
			}

			@Override
			public void onEnd(ReadableSpan span) {
				throw new IllegalStateException("no exporter");
			}

			@Override
			public boolean isEndRequired() {
				return true;
			}

		};
	}

}
