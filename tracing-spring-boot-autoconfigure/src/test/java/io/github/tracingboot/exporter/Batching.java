package io.github.tracingboot.exporter;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A processor before an exporter that answers as it is told to. */
final class Batching implements AfterEachCallback {

	static final Duration LONG = Duration.ofMinutes(10);

	static final Duration SHORT = Duration.ofMillis(20);

	final FakeExporter exporter = new FakeExporter();

	UnaryOperator<SpanData> rewriter = UnaryOperator.identity();

	private final SdkTracerProvider spans = SdkTracerProvider.builder().build();

	private @Nullable BatchingSpanProcessor processor;

	BatchingSpanProcessor start(int capacity, int batch, Duration delay, Duration timeout) {
		ExporterProperties.Batch settings = new ExporterProperties.Batch(capacity, batch, delay, timeout);
		SpanQueue queue = new SpanQueue(capacity);
		ExportReport report = new ExportReport("fake", Instant::now, System::nanoTime);
		ExportWorker worker = new ExportWorker(queue, this.exporter, List.of(this.rewriter), report, settings);
		BatchingSpanProcessor started = new BatchingSpanProcessor("fake", "fake", queue, report, worker);
		started.start();
		this.processor = started;
		return started;
	}

	void end(BatchingSpanProcessor processor, int count) {
		IntStream.range(0, count).forEach((i) -> processor.onEnd(span(String.valueOf(i))));
	}

	ReadableSpan span(String name) {
		return (ReadableSpan) this.spans.get("test").spanBuilder(name).startSpan();
	}

	Collection<SpanData> nextBatch() throws InterruptedException {
		return Objects.requireNonNull(this.exporter.batches.poll(20, TimeUnit.SECONDS));
	}

	static boolean flush(BatchingSpanProcessor processor) {
		return processor.forceFlush().join(20, TimeUnit.SECONDS).isSuccess();
	}

	static String counts(BatchingSpanProcessor processor) {
		return "queued " + processor.queued() + ", sending " + processor.sending() + ", exported "
				+ processor.exported() + ", failed " + processor.failed() + ", dropped " + processor.dropped()
				+ ", late " + processor.late();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.processor != null) {
			this.processor.shutdown();
		}
	}

}
