package io.github.tracingboot.sdk;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** When spans are the SDK's own, and that both kinds meet in one trace. */
class TracerSourceTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SdkAutoConfiguration.class))
		.withBean(SpanProcessor.class, () -> this.spans);

	@Test
	void theSdkIsNotMadeUnlessSomebodyAsksForIt() {
		this.runner.run((context) -> {
			assertThat(context.getBean(Tracer.class)).isInstanceOf(PipelineTracer.class);
			assertThat(context.getBean(OpenTelemetry.class).getTracer("user")).isInstanceOf(PipelineTracer.class);
			assertThat(context.getBeanFactory().containsSingleton("tracerProvider")).isFalse();
		});
	}

	@Test
	void spansOfTheSdksProviderTakeTheSameWay() {
		this.runner.withPropertyValues("tracing.span-limits.max-attributes=1", "tracing.service.name=orders")
			.run((context) -> {
				Tracer theirs = context.getBean(SdkTracerProvider.class).get("theirs");
				Tracer ours = context.getBean(Tracer.class);
				Span root = theirs.spanBuilder("root").startSpan();
				Span middle = ours.spanBuilder("middle").setParent(Context.root().with(root)).startSpan();
				Span leaf = theirs.spanBuilder("leaf").setParent(Context.root().with(middle)).startSpan();
				for (Span each : List.of(leaf, middle, root)) {
					each.setAttribute("a", 1).setAttribute("b", 2).end();
				}
				SpanData top = this.spans.take("root");
				for (String name : List.of("middle", "leaf")) {
					SpanData span = this.spans.take(name);
					assertThat(span.getTraceId()).isEqualTo(top.getTraceId());
					assertThat(span.getResource()).isEqualTo(top.getResource());
					assertThat(span.getAttributes().asMap()).isEqualTo(top.getAttributes().asMap()).hasSize(1);
				}
			});
	}

	@Test
	void aCustomizerOfTheBuilderGetsSpansOfWhatItBuilds() {
		this.runner.withBean(TracerProviderCustomizer.class, () -> (builder) -> {
		})
			.run((context) -> assertThat(context.getBean(OpenTelemetry.class).getTracerProvider())
				.isSameAs(context.getBean(SdkTracerProvider.class)));
	}

	@Test
	void anExperimentalProcessorIsCalledAsTheSdkDoes() {
		Ending ending = new Ending();
		this.runner.withBean(Ending.class, () -> ending).run((context) -> {
			context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
			assertThat(this.spans.take("work").getAttributes().asMap()).hasSize(1);
		});
	}

	@Test
	void closingShutsTheProcessorsDownOnceHoweverManyProvidersThereAre() {
		CountingProcessor processor = new CountingProcessor();
		this.runner
			.withBean(CountingProcessor.class, () -> processor, (definition) -> definition.setDestroyMethodName(""))
			.run((context) -> context.getBean(SdkTracerProvider.class));
		assertThat(processor.shutdowns).isEqualTo(1);
	}

	@Test
	void afterTheContextIsClosedNothingIsRecorded() {
		Tracer[] tracer = new Tracer[1];
		this.runner.run((context) -> tracer[0] = context.getBean(Tracer.class));
		assertThat(tracer[0].spanBuilder("late").startSpan().isRecording()).isFalse();
	}

	private static final class Ending extends CountingProcessor implements ExtendedSpanProcessor {

		@Override
		public void onEnding(ReadWriteSpan span) {
			span.setAttribute("ending", true);
		}

		@Override
		public boolean isOnEndingRequired() {
			return true;
		}

	}

}
