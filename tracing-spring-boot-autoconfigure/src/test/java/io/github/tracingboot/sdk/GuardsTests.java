package io.github.tracingboot.sdk;

import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Parts of the user's that throw. */
@ExtendWith(OutputCaptureExtension.class)
class GuardsTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SdkAutoConfiguration.class))
		.withBean("last", SpanProcessor.class, () -> SimpleSpanProcessor.create(this.spans));

	@Test
	void whatAProcessorThrowsReachesNobodyAndIsLoggedOnce(CapturedOutput output) {
		this.runner.withBean("broken", Broken.class).run((context) -> {
			Tracer tracer = context.getBean(Tracer.class);
			tracer.spanBuilder("one").startSpan().end();
			tracer.spanBuilder("two").startSpan().end();
			assertThat(this.spans.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("one", "two");
		});
		assertThat(output.getOut().lines().filter((line) -> line.contains("The span processor"))).singleElement()
			.asString()
			.contains("WARN", Broken.class.getName());
		assertThat(output).contains("IllegalStateException: start").doesNotContain("IllegalStateException: end");
	}

	@Test
	void aFlushOrShutdownThatThrowsOrAnswersNothingHasFailed() {
		assertThat(new GuardedSpanProcessor(new Broken()).forceFlush().getFailureThrowable()).hasMessage("no result");
		assertThat(new GuardedSpanProcessor(new Broken()).shutdown().getFailureThrowable()).hasMessage("shutdown");
	}

	@Test
	void whatAProcessorAsksForIsWhatItGets() {
		SpanProcessor nothing = new CountingProcessor();
		assertThat(new GuardedSpanProcessor(nothing).isStartRequired()).isFalse();
		assertThat(new GuardedSpanProcessor(nothing).isEndRequired()).isFalse();
		assertThat(new GuardedSpanProcessor(nothing).shutdown().isSuccess()).isTrue();
		assertThat(new GuardedSpanProcessor(nothing)).hasToString(nothing.toString());
	}

	@Test
	void aVirtualMachineInTroubleIsNotHidden() {
		Sampler sampler = sampler(() -> {
			throw new StackOverflowError();
		});
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> sample(sampler, Context.root()));
	}

	@Test
	void whereASamplerFailsASpanGoesWithItsParentOrIsDropped(CapturedOutput output) {
		Sampler sampler = sampler(() -> {
			throw new NoClassDefFoundError("gone");
		});
		assertThat(sample(sampler, Context.root())).isEqualTo(SamplingResult.drop());
		assertThat(sample(sampler, parent(TraceFlags.getDefault()))).isEqualTo(SamplingResult.drop());
		assertThat(sample(sampler, parent(TraceFlags.getSampled()))).isEqualTo(SamplingResult.recordAndSample());
		assertThat(output).containsOnlyOnce("The sampler ").contains("NoClassDefFoundError: gone");
	}

	@Test
	@SuppressWarnings("NullAway")
	void aSamplerThatAnswersNothingHasFailed(CapturedOutput output) {
		assertThat(sample(sampler(() -> null), Context.root())).isEqualTo(SamplingResult.drop());
		assertThat(output).containsOnlyOnce("The sampler ");
	}

	@Test
	void aSamplerThatWorksDecides(CapturedOutput output) {
		Sampler sampler = sampler(SamplingResult::recordOnly);
		assertThat(sample(sampler, Context.root())).isEqualTo(SamplingResult.recordOnly());
		assertThat(sampler.getDescription()).isEqualTo("theirs");
		assertThat(sampler).hasToString("Theirs");
		assertThat(output).doesNotContain("The sampler ");
	}

	@Test
	void theUsersSamplerBeanIsGuarded() {
		this.runner.withBean(Sampler.class, () -> new Theirs(() -> {
			throw new IllegalStateException();
		})).run((context) -> context.getBean(Tracer.class).spanBuilder("x").startSpan().end());
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
	}

	private static Sampler sampler(Supplier<SamplingResult> result) {
		return new GuardedSampler(new Theirs(result));
	}

	private static SamplingResult sample(Sampler sampler, Context parent) {
		return sampler.shouldSample(parent, "0af7651916cd43dd8448eb211c80319c", "x", SpanKind.INTERNAL,
				Attributes.empty(), List.of());
	}

	private static Context parent(TraceFlags flags) {
		return Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7",
					flags, TraceState.getDefault())));
	}

	private record Theirs(Supplier<SamplingResult> result) implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			return this.result.get();
		}

		@Override
		public String getDescription() {
			return "theirs";
		}

		@Override
		public String toString() {
			return "Theirs";
		}

	}

	@Order(-1)
	static class Broken implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			throw new IllegalStateException("start");
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			throw new IllegalStateException("end");
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		@Override
		@SuppressWarnings("NullAway")
		public CompletableResultCode forceFlush() {
			return null;
		}

		@Override
		public CompletableResultCode shutdown() {
			throw new IllegalStateException("shutdown");
		}

	}

}
