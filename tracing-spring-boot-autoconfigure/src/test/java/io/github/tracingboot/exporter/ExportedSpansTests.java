package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of the spans of an application that exports. */
@ExtendWith(OutputCaptureExtension.class)
class ExportedSpansTests {

	private static final String NOWHERE = "Spans are not exported";

	private final ApplicationContextRunner runner = ExportingApplication.runner();

	@Test
	void theUsersExporterJoinsAndIsShutDownOnceAfterItsLastSpan(CapturedOutput output) {
		Recording exporter = new Recording();
		this.runner.withBean(SpanExporter.class, () -> exporter)
			.run((context) -> context.getBean(Tracer.class).spanBuilder("last").startSpan().end());
		assertThat(exporter.names).containsExactly("last", "shutdown");
		assertThat(output).doesNotContain(NOWHERE);
	}

	@Test
	void noPartLogsThatItWasShutDownTwice(CapturedOutput output) {
		this.runner
			.withPropertyValues("tracing.exporter.otlp.endpoint=localhost:4317",
					"tracing.exporter.console.enabled=true")
			.withBean("theirs", SpanExporter.class, OtlpGrpcSpanExporter::getDefault)
			.run((context) -> assertThat(context.getBeansOfType(SpanExporter.class)).hasSize(3));
		assertThat(output).doesNotContain("multiple times");
	}

	@Test
	void anExporterThatIsNotOursToUseIsLeftToSpring() {
		Recording exporter = new Recording();
		this.runner.withBean(SpanExporter.class, () -> exporter, (definition) -> definition.setAutowireCandidate(false))
			.run((context) -> {
				context.getBean(SpanExporter.class);
				context.getBean(Tracer.class).spanBuilder("x").startSpan().end();
			});
		assertThat(exporter.names).containsExactly("shutdown");
	}

	@Test
	void whatDoesNotFitIntoTheQueueIsDropped() {
		Recording exporter = new Recording();
		CompletableResultCode first = new CompletableResultCode();
		exporter.answer = first;
		this.runner
			.withPropertyValues("tracing.exporter.batch.max-queue-size=8", "tracing.exporter.batch.max-batch-size=2",
					"tracing.exporter.batch.export-timeout=1m")
			.withBean(SpanExporter.class, () -> exporter)
			.run((context) -> {
				Tracer tracer = context.getBean(Tracer.class);
				for (int i = 0; i < 100; i++) {
					tracer.spanBuilder("x").startSpan().end();
				}
				first.succeed();
			});
		assertThat(exporter.names).hasSizeBetween(8 + 1, 8 + 2 + 2 + 1).last().isEqualTo("shutdown");
		assertThat(exporter.largestBatch).isEqualTo(2);
	}

	@Test
	void theNextBatchWaitsForAnAnswerNoLongerThanTheExportTimeout() {
		Recording exporter = new Recording();
		exporter.answer = new CompletableResultCode();
		this.runner
			.withPropertyValues("tracing.exporter.batch.schedule-delay=1ms",
					"tracing.exporter.batch.export-timeout=20ms")
			.withBean(SpanExporter.class, () -> exporter)
			.run((context) -> {
				for (String name : new String[] { "first", "second" }) {
					context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
					assertThat(exporter.names.poll(10, TimeUnit.SECONDS)).isEqualTo(name);
				}
			});
	}

	@Test
	void theConsoleShowsATreeSoonWhateverTheBatchDelayIs(CapturedOutput output) {
		this.runner
			.withPropertyValues("tracing.service.name=orders", "tracing.exporter.console.enabled=true",
					"tracing.exporter.console.format=collapsed", "tracing.exporter.batch.schedule-delay=1h")
			.run((context) -> {
				Tracer tracer = context.getBean(Tracer.class);
				Span root = tracer.spanBuilder("GET /").setSpanKind(SpanKind.SERVER).startSpan();
				Context inRoot = Context.root().with(root);
				tracer.spanBuilder("send x").setParent(inRoot).setSpanKind(SpanKind.PRODUCER).startSpan().end();
				tracer.spanBuilder("find").setParent(inRoot).startSpan().end();
				root.end();
				await().atMost(Duration.ofSeconds(20))
					.untilAsserted(() -> assertThat(output).contains("orders: GET /"));
				assertThat(output).contains("└─ orders: find ").doesNotContain("send x");
			});
		assertThat(output).doesNotContain(NOWHERE).containsOnlyOnce("orders: GET /");
	}

	@Test
	void anExporterThatHangsDelaysNeitherAnotherNorItsCaller() {
		Recording healthy = new Recording();
		Recording hanging = new Recording();
		CompletableResultCode never = new CompletableResultCode();
		hanging.answer = never;
		this.runner
			.withPropertyValues("tracing.exporter.batch.schedule-delay=10ms",
					"tracing.exporter.batch.max-queue-size=10000", "tracing.exporter.batch.max-batch-size=10",
					"tracing.exporter.batch.export-timeout=1m")
			.withBean("hanging", SpanExporter.class, () -> hanging)
			.withBean("healthy", SpanExporter.class, () -> healthy)
			.run((context) -> {
				Tracer tracer = context.getBean(Tracer.class);
				for (int i = 0; i < 5000; i++) {
					tracer.spanBuilder("x" + i).startSpan().end();
				}
				for (int i = 0; i < 5000; i++) {
					assertThat(healthy.names.poll(10, TimeUnit.SECONDS)).isEqualTo("x" + i);
				}
				never.succeed();
			});
	}

	private static final class Recording implements SpanExporter {

		final BlockingQueue<String> names = new LinkedBlockingQueue<>();

		volatile int largestBatch;

		volatile CompletableResultCode answer = CompletableResultCode.ofSuccess();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.largestBatch = Math.max(this.largestBatch, spans.size());
			spans.forEach((span) -> this.names.add(span.getName()));
			return this.answer;
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			this.names.add("shutdown");
			return CompletableResultCode.ofSuccess();
		}

	}

}
