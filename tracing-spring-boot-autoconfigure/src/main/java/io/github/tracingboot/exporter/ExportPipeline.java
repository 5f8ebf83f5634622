package io.github.tracingboot.exporter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.core.ExporterStatus;

/**
 * Every exporter behind a queue and a thread of its own, so that none waits for another.
 * Takes sampled spans as they end, and those that somebody decides on later.
 */
final class ExportPipeline implements SpanProcessor, Iterable<ExporterStatus> {

	private static final Logger logger = LoggerFactory.getLogger(ExportPipeline.class);

	// A tree should be there when its reader looks, not a batch later.
	private static final Duration CONSOLE_DELAY = Duration.ofMillis(100);

	private final List<BatchingSpanProcessor> processors;

	private ExportPipeline(List<BatchingSpanProcessor> processors) {
		this.processors = processors;
	}

	static ExportPipeline of(Map<String, SpanExporter> exporters, SpanExporterCustomizers customizers,
			List<UnaryOperator<SpanData>> rewriters, ExporterProperties.Batch settings) {
		if (exporters.isEmpty()) {
			logger.info("Spans are not exported: set tracing.exporter.otlp.endpoint, for example to"
					+ " http://localhost:4317, or tracing.exporter.console.enabled=true");
			return new ExportPipeline(List.of());
		}
		SdkExportLog.silence();
		List<BatchingSpanProcessor> created = new ArrayList<>();
		for (Map.Entry<String, SpanExporter> exporter : exporters.entrySet()) {
			created.add(processor(exporter.getKey(), exporter.getValue(), customizers, rewriters, settings));
		}
		// Only now: a customizer that fails leaves no thread behind.
		List<BatchingSpanProcessor> processors = new ArrayList<>();
		for (BatchingSpanProcessor processor : created) {
			processors.add(processor.start());
		}
		return new ExportPipeline(List.copyOf(processors));
	}

	private static BatchingSpanProcessor processor(String name, SpanExporter exporter,
			SpanExporterCustomizers customizers, List<UnaryOperator<SpanData>> rewriters,
			ExporterProperties.Batch settings) {
		boolean target = exporter instanceof OtlpSpanExporter || exporter instanceof FileSpanExporter;
		String description = target ? exporter.toString() : name;
		boolean console = !target && (exporter instanceof ConsoleSpanExporter || exporter instanceof JsonSpanExporter);
		ExporterProperties.Batch batch = settings;
		if (console && settings.scheduleDelay().compareTo(CONSOLE_DELAY) > 0) {
			batch = new ExporterProperties.Batch(settings.maxQueueSize(), settings.maxBatchSize(), CONSOLE_DELAY,
					settings.exportTimeout());
		}
		SpanQueue queue = new SpanQueue(batch.maxQueueSize());
		ExportReport report = new ExportReport(description, InstantSource.system(), System::nanoTime);
		ExportWorker worker = new ExportWorker(queue, customizers.customize(name, exporter), rewriters, report, batch);
		return new BatchingSpanProcessor(name, description, queue, report, worker);
	}

	@Override
	public void onStart(Context parent, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		for (BatchingSpanProcessor processor : this.processors) {
			processor.onEnd(span);
		}
	}

	@Override
	public boolean isEndRequired() {
		return !this.processors.isEmpty();
	}

	@Override
	public CompletableResultCode forceFlush() {
		return CompletableResultCode.ofAll(this.processors.stream().map(SpanProcessor::forceFlush).toList());
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofAll(this.processors.stream().map(SpanProcessor::shutdown).toList());
	}

	@Override
	public Iterator<ExporterStatus> iterator() {
		return List.<ExporterStatus>copyOf(this.processors).iterator();
	}

}
