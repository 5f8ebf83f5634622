package io.github.tracingboot.sdk;

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
	void whatIsNamedWinsOverFreeAttributes() {
		this.runner
			.withPropertyValues("tracing.service.namespace=shop", "tracing.service.instance-id=7",
					"tracing.environment=production", "tracing.cluster=west",
					"tracing.resource.attributes.[deployment.environment.name]=other",
					"tracing.resource.attributes.team=blue")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("service.namespace"), "shop")
				.containsEntry(AttributeKey.stringKey("service.instance.id"), "7")
				.containsEntry(AttributeKey.stringKey("deployment.environment.name"), "production")
				.containsEntry(AttributeKey.stringKey("k8s.cluster.name"), "west")
				.containsEntry(AttributeKey.stringKey("team"), "blue"));
	}

	@Test
	void instanceIdIsStableForTheProcess() {
		AttributeKey<String> key = AttributeKey.stringKey("service.instance.id");
		this.runner.run((first) -> this.runner
			.run((second) -> assertThat(first.getBean(Resource.class).getAttribute(key)).isNotNull()
				.isEqualTo(second.getBean(Resource.class).getAttribute(key))));
	}

	@Test
	void detectorsCanBeSwitchedOff() {
		AttributeKey<Long> pid = AttributeKey.longKey("process.pid");
		AttributeKey<String> host = AttributeKey.stringKey("host.arch");
		this.runner.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
			.containsKeys(pid, host));
		this.runner.withPropertyValues("tracing.resource.detectors=host")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap()).containsKey(host)
				.doesNotContainKey(pid));
		this.runner.withPropertyValues("tracing.resource.detectors=")
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.doesNotContainKeys(pid, host));
	}

	@Test
	void resourceCustomizersHaveTheLastWordInTheirOrder() {
		this.runner.withPropertyValues("tracing.resource.attributes.team=blue")
			.withBean("second", ResourceCustomizer.class,
					() -> new OrderedResourceCustomizer(2, (resource) -> resource.put("team", "green")))
			.withBean("first", ResourceCustomizer.class,
					() -> new OrderedResourceCustomizer(1, (resource) -> resource.put("team", "red").put("floor", "1")))
			.run((context) -> assertThat(context.getBean(Resource.class).getAttributes().asMap())
				.containsEntry(AttributeKey.stringKey("team"), "green")
				.containsEntry(AttributeKey.stringKey("floor"), "1"));
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
