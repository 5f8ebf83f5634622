package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
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
import org.springframework.context.annotation.Configuration;

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
	void withTracesAloneTheSdkIsThereForThoseWhoAskForIt() {
		this.runner.withUserConfiguration(SdkUser.class).run((context) -> {
			assertThat(context.getBean(OpenTelemetry.class)).isInstanceOf(Signals.class);
			assertThat(context.getBean(SdkUser.class).openTelemetry).isInstanceOf(Signals.class);
			OpenTelemetrySdk sdk = context.getBean(SdkUser.class).sdk;
			assertThat(sdk.getSdkTracerProvider()).isSameAs(context.getBean(SdkTracerProvider.class));
			assertThat(sdk.getPropagators()).isSameAs(context.getBean(ContextPropagators.class));
		});
		this.runner.run((context) -> assertThat(context.getBeanFactory().containsSingleton("openTelemetrySdk"))
			.as("without anybody who asks")
			.isFalse());
	}

	@Test
	void metersAndLoggersThatAreThereAreReachedThroughIt() {
		List<String> logged = new ArrayList<>();
		CollectedMetrics metrics = new CollectedMetrics();
		this.runner
			.withBean(SdkLoggerProvider.class,
					() -> SdkLoggerProvider.builder()
						.addLogRecordProcessor(
								(context, record) -> logged.add(record.toLogRecordData().getSeverityText()))
						.build())
			.withBean(SdkMeterProvider.class, () -> SdkMeterProvider.builder().registerMetricReader(metrics).build())
			.withUserConfiguration(SdkUser.class)
			.run((context) -> {
				OpenTelemetry openTelemetry = context.getBean(OpenTelemetry.class);
				openTelemetry.getMeter("test").counterBuilder("orders").build().add(1);
				assertThat(metrics.names()).containsExactly("orders");
				openTelemetry.getLogsBridge().get("test").logRecordBuilder().setSeverityText("loud").emit();
				assertThat(logged).containsExactly("loud");
				openTelemetry.getTracer("test").spanBuilder("work").startSpan().end();
				this.spans.take("work");
				assertThat(openTelemetry.getPropagators()).isSameAs(context.getBean(ContextPropagators.class));
				OpenTelemetrySdk sdk = context.getBean(SdkUser.class).sdk;
				assertThat(sdk.getSdkMeterProvider()).isSameAs(context.getBean(SdkMeterProvider.class));
				assertThat(sdk.getSdkLoggerProvider()).isSameAs(context.getBean(SdkLoggerProvider.class));
			});
	}

	@Test
	void metersAloneOrLoggersAloneAreReachedToo() {
		SdkLoggerProvider loggers = SdkLoggerProvider.builder().build();
		this.runner.withBean(SdkLoggerProvider.class, () -> loggers)
			.withUserConfiguration(SdkUser.class)
			.run((context) -> assertThat(context.getBean(SdkUser.class).sdk.getSdkLoggerProvider()).isSameAs(loggers));
		SdkMeterProvider meters = SdkMeterProvider.builder().build();
		this.runner.withBean(SdkMeterProvider.class, () -> meters)
			.withUserConfiguration(SdkUser.class)
			.run((context) -> assertThat(context.getBean(SdkUser.class).sdk.getSdkMeterProvider()).isSameAs(meters));
	}

	@Test
	void tracerProviderCustomizerHasTheLastWord() {
		this.runner
			.withBean(TracerProviderCustomizer.class, () -> (provider) -> provider.setSampler(Sampler.alwaysOff()))
			.run((context) -> assertThat(
					context.getBean(Tracer.class).spanBuilder("work").startSpan().getSpanContext().isSampled())
				.isFalse());
	}

	@Test
	void limitsBoundASpan() {
		this.runner
			.withPropertyValues("tracing.span-limits.max-attributes=1",
					"tracing.span-limits.max-attribute-value-length=3", "tracing.span-limits.max-events=1",
					"tracing.span-limits.max-links=1", "tracing.span-limits.max-attributes-per-event=1",
					"tracing.span-limits.max-attributes-per-link=1")
			.run((context) -> {
				Attributes two = Attributes.of(AttributeKey.stringKey("a"), "12345", AttributeKey.stringKey("b"), "2");
				SpanContext link = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
						TraceFlags.getSampled(), TraceState.getDefault());
				context.getBean(Tracer.class)
					.spanBuilder("work")
					.addLink(link, two)
					.addLink(link)
					.startSpan()
					.setAllAttributes(two)
					.addEvent("one", two)
					.addEvent("two")
					.end();
				SpanData span = this.spans.take("work");
				assertThat(span.getAttributes().asMap()).hasSize(1).containsValue("123");
				assertThat(span.getEvents()).hasSize(1);
				assertThat(span.getEvents().get(0).getAttributes().size()).isEqualTo(1);
				assertThat(span.getLinks()).hasSize(1);
				assertThat(span.getLinks().get(0).getAttributes().size()).isEqualTo(1);
			});
	}

	@Test
	void negativeLimitDoesNotStart() {
		this.runner.withPropertyValues("tracing.span-limits.max-events=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("tracing.span-limits.max-events is -1 but must not be negative."));
	}

	@Test
	void globalIsRegisteredOnlyWhenAskedFor() {
		try {
			this.runner.run((context) -> context.getBean(OpenTelemetry.class));
			this.runner.withPropertyValues("tracing.global=true").run((context) -> {
				GlobalOpenTelemetry.getTracer("library").spanBuilder("work").startSpan().end();
				this.spans.take("work");
				this.runner.withPropertyValues("tracing.global=true")
					.run((second) -> assertThat(second).getFailure()
						.rootCause()
						.hasMessageStartingWith("tracing.global is true but another OpenTelemetry"));
			});
		}
		finally {
			GlobalOpenTelemetry.resetForTest();
		}
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
	void usersTracerProviderWins() {
		SdkTracerProvider provider = SdkTracerProvider.builder().build();
		this.runner.withBean(SdkTracerProvider.class, () -> provider).run((context) -> {
			assertThat(context).getBean(SdkTracerProvider.class).isSameAs(provider);
			assertThat(context.getBean(OpenTelemetry.class).getTracerProvider()).isSameAs(provider);
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
				.doesNotHaveBean(ContextPropagators.class)
				.doesNotHaveBean(OpenTelemetrySdk.class);
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
			Tracer ofSdk = context.getBean(OpenTelemetrySdk.class).getTracer("test");
			assertThat(ofSdk.spanBuilder("work").startSpan().isRecording()).isFalse();
		});
		OpenTelemetry users = OpenTelemetry.propagating(ContextPropagators.noop());
		this.runner.withPropertyValues("tracing.enabled=false")
			.withBean(OpenTelemetry.class, () -> users)
			.run((context) -> assertThat(context).hasSingleBean(OpenTelemetry.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class SdkUser {

		private final OpenTelemetry openTelemetry;

		private final OpenTelemetrySdk sdk;

		SdkUser(OpenTelemetry openTelemetry, OpenTelemetrySdk sdk) {
			this.openTelemetry = openTelemetry;
			this.sdk = sdk;
		}

	}

	private static final class CollectedMetrics implements MetricReader {

		private CollectionRegistration metrics = CollectionRegistration.noop();

		List<String> names() {
			return this.metrics.collectAllMetrics().stream().map(MetricData::getName).toList();
		}

		@Override
		public void register(CollectionRegistration registration) {
			this.metrics = registration;
		}

		@Override
		public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
			return AggregationTemporality.CUMULATIVE;
		}

		@Override
		public CompletableResultCode forceFlush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
