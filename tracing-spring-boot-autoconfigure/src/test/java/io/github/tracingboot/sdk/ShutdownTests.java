package io.github.tracingboot.sdk;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SdkAutoConfiguration.class));

	private final AtomicReference<Tracer> tracer = new AtomicReference<>();

	@Test
	void spanEndedWhileABeanIsDestroyedArrives() {
		Kept exporter = new Kept();
		this.runner.withBean(FirstBean.class, () -> new FirstBean(this.tracer))
			.withBean(SpanProcessor.class, () -> BatchSpanProcessor.builder(exporter).build())
			.run((context) -> this.tracer.set(context.getBean(Tracer.class)));
		assertThat(exporter.spans.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("farewell");
	}

	@Test
	void hangingExporterDelaysTheExitByNoMoreThanTheTimeout(CapturedOutput output) {
		long[] closing = new long[1];
		this.runner.withPropertyValues("tracing.exporter.shutdown-timeout=200ms")
			.withBean(SpanProcessor.class, () -> BatchSpanProcessor.builder(new Hanging()).build())
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
				closing[0] = System.nanoTime();
			});
		assertThat(Duration.ofNanos(System.nanoTime() - closing[0])).isLessThan(Duration.ofSeconds(5));
		assertThat(output).contains("may be lost (tracing.exporter.shutdown-timeout)");
	}

	@Test
	void aSecondCloseDoesNothing(CapturedOutput output) {
		CountingProcessor processor = new CountingProcessor();
		this.runner.withBean(SpanProcessor.class, () -> processor, (definition) -> definition.setDestroyMethodName(""))
			.run((context) -> {
				context.getSourceApplicationContext().close();
				context.getSourceApplicationContext().close();
			});
		assertThat(processor.shutdowns).isOne();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void negativeTimeoutDoesNotStart() {
		this.runner.withPropertyValues("tracing.exporter.shutdown-timeout=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("tracing.exporter.shutdown-timeout is PT-1S but must not be negative."));
	}

	/**
	 * Knows nothing of the tracer as far as the container can see, and is made before it.
	 */
	record FirstBean(AtomicReference<Tracer> tracer) {

		@PreDestroy
		void close() {
			Objects.requireNonNull(this.tracer.get()).spanBuilder("farewell").startSpan().end();
		}

	}

	/** Keeps its spans when it is shut down. */
	static final class Kept implements SpanExporter {

		private final InMemorySpanExporter spans = InMemorySpanExporter.create();

		private boolean closed;

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.closed ? CompletableResultCode.ofFailure() : this.spans.export(spans);
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			this.closed = true;
			return CompletableResultCode.ofSuccess();
		}

	}

	static final class Hanging implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return new CompletableResultCode();
		}

		@Override
		public CompletableResultCode flush() {
			return new CompletableResultCode();
		}

		@Override
		public CompletableResultCode shutdown() {
			return new CompletableResultCode();
		}

	}

}
