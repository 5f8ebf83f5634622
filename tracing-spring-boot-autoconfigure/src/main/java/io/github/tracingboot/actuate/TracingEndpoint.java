package io.github.tracingboot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.ExporterStatus;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** Shows what tracing is configured to do and does, and tries whether spans arrive. */
@Endpoint(id = "tracing")
final class TracingEndpoint {

	private final EffectiveConfiguration configuration;

	private final Iterable<ExporterStatus> exporters;

	private final @Nullable Iterable<Map.Entry<String, Long>> keep;

	private final Canary canary;

	TracingEndpoint(EffectiveConfiguration configuration, Iterable<ExporterStatus> exporters,
			@Nullable Iterable<Map.Entry<String, Long>> keep, Canary canary) {
		this.configuration = configuration;
		this.exporters = exporters;
		this.keep = keep;
		this.canary = canary;
	}

	@ReadOperation
	Tracing tracing() {
		Map<String, Exporter> exporters = new TreeMap<>();
		this.exporters.forEach((exporter) -> exporters.put(exporter.name(), Exporter.of(exporter)));
		return new Tracing(this.configuration.read(), exporters, (this.keep != null) ? figures(this.keep) : null);
	}

	private static Map<String, Long> figures(Iterable<Map.Entry<String, Long>> entries) {
		Map<String, Long> figures = new LinkedHashMap<>();
		entries.forEach((entry) -> figures.put(entry.getKey(), entry.getValue()));
		return figures;
	}

	@WriteOperation
	Canary.Flight sendCanary() {
		return this.canary.fly(this.exporters);
	}

	/**
	 * The answer to a read.
	 *
	 * @param configuration every property in force, secrets masked
	 * @param exporters each exporter by its bean name
	 * @param keep what has become of traces that the sampler refused, where some are kept
	 */
	record Tracing(Map<String, Object> configuration, Map<String, Exporter> exporters,
			@Nullable Map<String, Long> keep) {

	}

	/**
	 * What became of the spans for one exporter.
	 *
	 * @param description the exporter and its target
	 * @param queue spans that wait
	 * @param sending spans that the exporter has not yet answered for
	 * @param exported spans sent
	 * @param failed spans that could not be sent
	 * @param dropped spans that found the queue full
	 * @param late spans that ended after the exporter was shut down
	 * @param lastError why spans could not be sent the last time
	 * @param lastErrorTime when that was
	 */
	record Exporter(String description, Queue queue, long sending, long exported, long failed, long dropped, long late,
			@Nullable String lastError, @Nullable String lastErrorTime) {

		static Exporter of(ExporterStatus exporter) {
			return new Exporter(exporter.description(), new Queue(exporter.queued(), exporter.capacity()),
					exporter.sending(), exporter.exported(), exporter.failed(), exporter.dropped(), exporter.late(),
					exporter.lastError(), Objects.toString(exporter.lastErrorTime(), null));
		}

	}

	/**
	 * A queue.
	 *
	 * @param size spans that wait
	 * @param capacity most spans that may wait
	 */
	record Queue(long size, int capacity) {

	}

}
