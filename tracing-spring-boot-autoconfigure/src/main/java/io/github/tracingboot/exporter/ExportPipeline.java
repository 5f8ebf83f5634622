package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.Map;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every exporter behind a batch processor of its own, so that none waits for another.
 */
final class ExportPipeline {

	private static final Logger logger = LoggerFactory.getLogger(ExportPipeline.class);

	// A tree should be there when its reader looks, not a batch later.
	private static final Duration CONSOLE_DELAY = Duration.ofMillis(100);

	private ExportPipeline() {
	}

	static SpanProcessor of(Map<String, SpanExporter> exporters, SpanExporterCustomizers customizers,
			ExporterProperties.Batch properties) {
		if (exporters.isEmpty()) {
			logger.info("Spans are not exported: set tracing.exporter.otlp.endpoint, for example to"
					+ " http://localhost:4317, or tracing.exporter.console.enabled=true");
			return SpanProcessor.composite();
		}
		SdkExportLog.silence();
		return SpanProcessor.composite(exporters.entrySet()
			.stream()
			.map((exporter) -> batch(exporter.getKey(), exporter.getValue(), customizers, properties))
			.toList());
	}

	private static SpanProcessor batch(String beanName, SpanExporter exporter, SpanExporterCustomizers customizers,
			ExporterProperties.Batch properties) {
		boolean console = exporter instanceof ConsoleSpanExporter || exporter instanceof JsonSpanExporter;
		String name = (exporter instanceof OtlpSpanExporter || exporter instanceof FileSpanExporter)
				? exporter.toString() : beanName;
		Duration delay = properties.scheduleDelay();
		if (console && delay.compareTo(CONSOLE_DELAY) > 0) {
			delay = CONSOLE_DELAY;
		}
		SpanExporter customized = customizers.customize(beanName, exporter);
		return BatchSpanProcessor.builder(new ReportingSpanExporter(name, customized, System::nanoTime))
			.setMaxQueueSize(properties.maxQueueSize())
			.setMaxExportBatchSize(properties.maxBatchSize())
			.setScheduleDelay(delay)
			.setExporterTimeout(properties.exportTimeout())
			.build();
	}

}
