package io.github.tracingboot.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SdkAutoConfigurationTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SdkAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> this.spans);

	@Test
	void spansOfTheTracerReachTheProcessors() {
		this.runner.run((context) -> {
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			SpanData span = this.spans.take("work");
			assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.github.tracingboot");
			assertThat(span.getResource().getAttribute(AttributeKey.stringKey("telemetry.sdk.language")))
				.isEqualTo("java");
		});
	}

	@Test
	void serviceIsNamedAfterTheApplication() {
		this.runner.withPropertyValues("spring.application.name=orders", "spring.application.version=1.2.3")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.name"), "orders")
				.containsEntry(AttributeKey.stringKey("service.version"), "1.2.3"));
	}

	@Test
	void ownNameAndVersionOfTheServiceWin() {
		this.runner
			.withPropertyValues("spring.application.name=orders", "spring.application.version=1",
					"tracing.service.name=order-service", "tracing.service.version=2")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.name"), "order-service")
				.containsEntry(AttributeKey.stringKey("service.version"), "2"));
	}

	@Test
	void withoutAnyNameTheServiceIsUnknown() {
		this.runner.withPropertyValues("tracing.service.name= ")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.name"), "unknown_service:java"));
	}

	@Test
	void samplerBeanDecides() {
		this.runner.withBean(Sampler.class, Sampler::alwaysOff).run((context) -> {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			assertThat(span.isRecording()).isFalse();
			span.end();
		});
	}

	@Test
	void propagatorBeansAreAllUsed() {
		TextMapPropagator first = new HeaderPropagator("first");
		TextMapPropagator second = new HeaderPropagator("second");
		this.runner.withBean("first", TextMapPropagator.class, () -> first)
			.withBean("second", TextMapPropagator.class, () -> second)
			.run((context) -> assertThat(
					context.getBean(OpenTelemetry.class).getPropagators().getTextMapPropagator().fields())
				.containsExactlyInAnyOrder("first", "second"));
	}

	@Test
	void usersResourceWins() {
		Resource resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "mine"));
		this.runner.withBean(Resource.class, () -> resource).run((context) -> {
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			assertThat(this.spans.take("work").getResource()).isEqualTo(resource);
		});
	}

	@Test
	void usersTracerProviderWins() {
		SdkTracerProvider provider = SdkTracerProvider.builder().build();
		this.runner.withBean(SdkTracerProvider.class, () -> provider).run((context) -> {
			assertThat(context).getBean(SdkTracerProvider.class).isSameAs(provider);
			assertThat(context.getBean(OpenTelemetrySdk.class).getSdkTracerProvider()).isSameAs(provider);
		});
	}

	@Test
	void usersPropagatorsWin() {
		ContextPropagators propagators = ContextPropagators.noop();
		this.runner.withBean(ContextPropagators.class, () -> propagators)
			.run((context) -> assertThat(context.getBean(OpenTelemetry.class).getPropagators()).isSameAs(propagators));
	}

	@Test
	void usersOpenTelemetryReplacesThemAll() {
		OpenTelemetry openTelemetry = OpenTelemetry.noop();
		this.runner.withBean(OpenTelemetry.class, () -> openTelemetry).run((context) -> {
			assertThat(context).getBean(OpenTelemetry.class).isSameAs(openTelemetry);
			assertThat(context).doesNotHaveBean(SdkTracerProvider.class)
				.doesNotHaveBean(Resource.class)
				.doesNotHaveBean(ContextPropagators.class);
			assertThat(context).hasSingleBean(Tracer.class);
		});
	}

	@Test
	void usersTracerWins() {
		Tracer tracer = OpenTelemetry.noop().getTracer("mine");
		this.runner.withBean(Tracer.class, () -> tracer)
			.run((context) -> assertThat(context).getBean(Tracer.class).isSameAs(tracer));
	}

	@Test
	void closingTheContextShutsTheProcessorsDownOnce() {
		CountingProcessor processor = new CountingProcessor();
		this.runner
			.withBean(CountingProcessor.class, () -> processor, (definition) -> definition.setDestroyMethodName(""))
			.run((context) -> context.getBean(Tracer.class));
		assertThat(processor.shutdowns).isEqualTo(1);
	}

	@Test
	void switchedOffEverythingIsThereAndDoesNothing() {
		this.runner.withPropertyValues("tracing.enabled=false", "tracing.service.name=orders").run((context) -> {
			Span span = context.getBean(Tracer.class).spanBuilder("work").startSpan();
			assertThat(span.getSpanContext()).isEqualTo(SpanContext.getInvalid());
			assertThat(context).getBean(OpenTelemetry.class).isSameAs(OpenTelemetry.noop());
			assertThat(context).doesNotHaveBean(SdkTracerProvider.class);
		});
	}

}
