package io.github.tracingboot.exporter;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Where spans go.
 *
 * @param enabled whether spans are exported at all
 * @param batch how spans are gathered; each exporter has a queue of its own
 * @param otlp export to a collector or backend
 * @param console export to standard output
 */
@ConfigurationProperties("tracing.exporter")
record ExporterProperties(@DefaultValue("true") boolean enabled, @DefaultValue Batch batch, @DefaultValue Otlp otlp,
		@DefaultValue Console console) {

	/**
	 * How spans are gathered before they are sent.
	 *
	 * @param maxQueueSize spans that may wait for an exporter; what comes on top is
	 * dropped
	 * @param maxBatchSize most spans in one export, at most max-queue-size
	 * @param scheduleDelay longest time that a span waits for its batch to fill
	 * @param exportTimeout longest time that the next batch waits for this one's export
	 */
	record Batch(@DefaultValue("2048") int maxQueueSize, @DefaultValue("512") int maxBatchSize,
			@DefaultValue("5s") Duration scheduleDelay, @DefaultValue("30s") Duration exportTimeout) {

		Batch {
			requireRange("batch.max-queue-size", maxQueueSize, 1, 1_000_000);
			requireRange("batch.max-batch-size", maxBatchSize, 1, maxQueueSize);
			requireRange("batch.schedule-delay", scheduleDelay);
			requireRange("batch.export-timeout", exportTimeout);
		}
	}

	/**
	 * Export over the OpenTelemetry protocol.
	 *
	 * @param enabled whether spans are sent, where there is an endpoint
	 * @param endpoint URL or host:port to send spans to, for example
	 * http://localhost:4317; nothing is sent without one
	 * @param protocol grpc or http/protobuf; by default http/protobuf where the port is
	 * 4318, grpc elsewhere
	 * @param headers headers of every request, for example an API key
	 * @param compression none or gzip
	 * @param timeout longest time for one export, all attempts included
	 * @param connectTimeout longest time to establish a connection
	 */
	record Otlp(@DefaultValue("true") boolean enabled, @Nullable String endpoint,
			OtlpTarget.@Nullable Protocol protocol, @DefaultValue Map<String, String> headers,
			@DefaultValue("none") Compression compression, @DefaultValue("10s") Duration timeout,
			@DefaultValue("10s") Duration connectTimeout) {

		private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

		private static final Pattern HEADER_VALUE = Pattern.compile("[\t\\x20-\\x7e]*");

		Otlp {
			if (StringUtils.hasText(endpoint)) {
				OtlpTarget.of(endpoint, protocol);
			}
			headers.forEach(Otlp::requireHeader);
			requireRange("otlp.timeout", timeout);
			requireRange("otlp.connect-timeout", connectTimeout);
		}

		// The value may be a secret, so it is not shown.
		private static void requireHeader(String name, String value) {
			if (!HEADER_NAME.matcher(name).matches()) {
				throw new IllegalArgumentException("tracing.exporter.otlp.headers has the name '" + name
						+ "' but a header's name must consist of letters, digits and any of !#$%&'*+.^_`|~-");
			}
			if (!HEADER_VALUE.matcher(value).matches()) {
				throw new IllegalArgumentException("tracing.exporter.otlp.headers." + name
						+ " has a character that no header may have; its value must be printable ASCII");
			}
		}
	}

	/**
	 * Prints each finished trace as a tree.
	 *
	 * @param enabled whether finished traces are printed to standard output
	 * @param format full shows every span, collapsed one line for each piece of work
	 */
	record Console(@DefaultValue("false") boolean enabled, @DefaultValue("full") TraceTree.View format) {
	}

	enum Compression {

		NONE, GZIP

	}

	private static void requireRange(String property, int value, int min, int max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(
					"tracing.exporter." + property + " is " + value + " but must be from " + min + " to " + max);
		}
	}

	private static void requireRange(String property, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException(
					"tracing.exporter." + property + " is " + value + " but must be from 1ms to 1h");
		}
	}

}
