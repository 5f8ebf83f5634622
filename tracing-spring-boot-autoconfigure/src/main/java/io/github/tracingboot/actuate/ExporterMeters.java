package io.github.tracingboot.actuate;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.tracingboot.core.ExporterStatus;

/** What became of the spans for each exporter, as meters. */
record ExporterMeters(Iterable<ExporterStatus> exporters) implements MeterBinder {

	private static final String EXPORTER = "exporter";

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ExporterStatus exporter : this.exporters) {
			count(registry, exporter, "exported", ExporterStatus::exported);
			count(registry, exporter, "failed", ExporterStatus::failed);
			count(registry, exporter, "dropped", ExporterStatus::dropped);
			count(registry, exporter, "late", ExporterStatus::late);
			gauge(registry, exporter, "queue.size", "Spans that wait", ExporterStatus::queued);
			gauge(registry, exporter, "queue.capacity", "Most spans that may wait", ExporterStatus::capacity);
			gauge(registry, exporter, "sending", "Spans given to the exporter, not yet answered",
					ExporterStatus::sending);
		}
	}

	private static void count(MeterRegistry registry, ExporterStatus exporter, String outcome,
			ToDoubleFunction<ExporterStatus> value) {
		FunctionCounter.builder("tracing.exporter.spans", exporter, value)
			.description("What became of sampled spans")
			.baseUnit("spans")
			.tag(EXPORTER, exporter.name())
			.tag("outcome", outcome)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, ExporterStatus exporter, String name, String description,
			ToDoubleFunction<ExporterStatus> value) {
		Gauge.builder("tracing.exporter." + name, exporter, value)
			.description(description)
			.baseUnit("spans")
			.tag(EXPORTER, exporter.name())
			.register(registry);
	}

}
