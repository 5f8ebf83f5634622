package io.github.tracingboot.sampling;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What has become of the traces that the head sampler refused, as meters. */
record KeepMeters(KeepFigures figures) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "spans", "Spans that wait for the end of their trace", KeepFigures::waitingSpans);
		gauge(registry, "traces", "Traces that wait for their end", KeepFigures::waitingTraces);
		for (KeepReason reason : KeepReason.values()) {
			count(registry, this.figures.kept(reason), Tags.of("outcome", "kept", "reason", reason.text()));
		}
		count(registry, this.figures.dropped(), Tags.of("outcome", "dropped", "reason", "none"));
		count(registry, this.figures.evicted(), Tags.of("outcome", "evicted", "reason", "none"));
	}

	private void gauge(MeterRegistry registry, String unit, String description, ToDoubleFunction<KeepFigures> value) {
		Gauge.builder("tracing.keep.waiting." + unit, this.figures, value)
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private static void count(MeterRegistry registry, KeepFigures.Count count, Tags tags) {
		FunctionCounter.builder("tracing.keep.traces", count, KeepFigures.Count::traces)
			.description("What became of traces that the sampler refused")
			.baseUnit("traces")
			.tags(tags)
			.register(registry);
		FunctionCounter.builder("tracing.keep.spans", count, KeepFigures.Count::spans)
			.description("What became of their spans")
			.baseUnit("spans")
			.tags(tags)
			.register(registry);
	}

}
