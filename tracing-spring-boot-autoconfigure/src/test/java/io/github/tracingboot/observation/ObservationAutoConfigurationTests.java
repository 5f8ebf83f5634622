package io.github.tracingboot.observation;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationAutoConfigurationTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(this.spans).build())
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ObservationAutoConfiguration.class, MicrometerTracingAutoConfiguration.class))
		.withBean(OpenTelemetry.class, () -> this.openTelemetry, (definition) -> definition.setDestroyMethodName(""))
		.withBean("ours", Tracer.class, () -> this.openTelemetry.getTracer("test"));

	@Test
	void withoutAnyRegistryThereIsOneAndWhatItObservesIsASpan() {
		this.runner.run((context) -> observe(context, "work"));
		this.spans.take("work");
	}

	@Test
	void usersRegistryIsUsed() {
		ObservationRegistry registry = ObservationRegistry.create();
		this.runner.withBean(ObservationRegistry.class, () -> registry).run((context) -> {
			assertThat(context).getBean(ObservationRegistry.class).isSameAs(registry);
			observe(context, "work");
		});
		this.spans.take("work");
	}

	@Test
	void aRegistryThatDoesNothingStaysSo() {
		this.runner.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP)
			.run((context) -> observe(context, "work"));
	}

	@Test
	void whatAFeatureCoversIsNoSpanWhileItIsOn() {
		this.runner.run((context) -> observe(context, "http.server.requests"));
		this.runner.withPropertyValues("tracing.web.server.enabled=false").run((context) -> {
			observe(context, "http.server.requests");
			observe(context, "http.client.requests");
		});
		this.spans.take("http.server.requests");
	}

	@Test
	void excludedNamesAreNoSpans() {
		this.runner.withPropertyValues("tracing.observation.exclude=spring.security.*,noise").run((context) -> {
			observe(context, "spring.security.filterchains");
			observe(context, "noise");
			observe(context, "noisemaker");
		});
		this.spans.take("noisemaker");
	}

	@Test
	void anEmptyNameDoesNotStart() {
		this.runner.withPropertyValues("tracing.observation.exclude[0]= ")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageStartingWith("tracing.observation.exclude has an empty entry"));
	}

	@Test
	void switchedOffNothingIsTouched() {
		for (String off : List.of("tracing.enabled=false", "tracing.observation.enabled=false")) {
			this.runner.withPropertyValues(off)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ObservationRegistry.class));
			this.runner.withPropertyValues(off)
				.withBean(ObservationRegistry.class, ObservationRegistry::create)
				.run((context) -> observe(context, "work"));
		}
	}

	@Test
	void withoutMicrometerThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RegistryPostProcessor.class));
	}

	@Test
	void withoutMicrometerTracingItWorksAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> observe(context, "work"));
		this.spans.take("work");
	}

	@Test
	void whereMicrometerTracingMakesSpansOursAreNotMade() {
		this.runner.withBean(io.micrometer.tracing.Tracer.class, () -> io.micrometer.tracing.Tracer.NOOP)
			.withBean(Propagator.class, () -> Propagator.NOOP)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> {
				observe(context, "work");
				AdoptingObservationHandler handler = context.getBean(AdoptingObservationHandler.class);
				assertThat(handler.supportsContext(named("work"))).isFalse();
				assertThat(handler.supportsContext(named("http.server.requests"))).isTrue();
				// Spring Boot would not make its own.
				assertThat(context).doesNotHaveBean(DefaultTracingObservationHandler.class);
			});
	}

	@Test
	void micrometerTracingsContextReachesThoseWhoSendWithoutASpan() {
		List<String> written = new ArrayList<>();
		Propagator propagator = new Propagator() {
			@Override
			public List<String> fields() {
				return List.of();
			}

			@Override
			public <C> void inject(TraceContext context, @Nullable C carrier, Setter<C> setter) {
				setter.set(carrier, "traceparent", context.traceId());
			}

			@Override
			public <C> io.micrometer.tracing.Span.Builder extract(C carrier, Getter<C> getter) {
				return io.micrometer.tracing.Span.Builder.NOOP;
			}
		};
		LocalObservationHandler handler = new LocalObservationHandler(io.micrometer.tracing.Tracer.NOOP, propagator,
				new NativeSpans(List.of(), List.of("channel")));
		SenderContext<List<String>> sender = new SenderContext<>((carrier, key, value) -> written.add(key),
				Kind.PRODUCER);
		sender.setName("channel");
		sender.setCarrier(written);
		assertThat(handler.supportsContext(sender)).isTrue();
		assertThat(handler.supportsContext(named("channel"))).as("not a sending").isFalse();
		handler.onStart(sender);
		assertThat(written).containsExactly("traceparent");
		sender.setName("template");
		assertThat(handler.supportsContext(sender)).isFalse();
	}

	@Test
	void micrometersTracerThatDoesNothingMakesNoDifference() {
		this.runner.withBean(io.micrometer.tracing.Tracer.class, () -> io.micrometer.tracing.Tracer.NOOP)
			.run((context) -> observe(context, "work"));
		this.spans.take("work");
	}

	private static Observation.Context named(String name) {
		Observation.Context observation = new Observation.Context();
		observation.setName(name);
		return observation;
	}

	private static void observe(ApplicationContext context, String name) {
		Observation.createNotStarted(name, context.getBean(ObservationRegistry.class)).observe(() -> {
		});
	}

}
