package io.github.tracingboot.exporter;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where spans go.
 *
 * @param enabled whether spans are exported at all
 * @param batch how spans are gathered; each exporter has a queue of its own
 * @param file export to a file
 * @param console export to standard output
 */
@ConfigurationProperties("tracing.exporter")
record ExporterProperties(@DefaultValue("true") boolean enabled, @DefaultValue Batch batch, @DefaultValue File file,
		@DefaultValue Console console) {

	static ExporterProperties defaults() {
		return new ExporterProperties(true, Batch.defaults(), File.defaults(), Console.defaults());
	}

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
			requireRange("tracing.exporter.batch.max-queue-size", maxQueueSize, 1, 1_000_000);
			requireRange("tracing.exporter.batch.max-batch-size", maxBatchSize, 1, maxQueueSize);
			requireDuration("tracing.exporter.batch.schedule-delay", scheduleDelay);
			requireDuration("tracing.exporter.batch.export-timeout", exportTimeout);
		}

		static Batch defaults() {
			return new Batch(2048, 512, Duration.ofSeconds(5), Duration.ofSeconds(30));
		}

	}

	/**
	 * Export to a file, in lines of OTLP/JSON.
	 *
	 * @param path file to write spans to; nothing is written without one
	 * @param maxSize size at which the next file is begun
	 * @param maxFiles files that are kept, the one that is written included
	 */
	record File(@Nullable String path, @DefaultValue("100MB") DataSize maxSize, @DefaultValue("5") int maxFiles) {

		File {
			if (maxSize.compareTo(DataSize.ofKilobytes(1)) < 0 || maxSize.compareTo(DataSize.ofTerabytes(1)) > 0) {
				throw outOfRange("tracing.exporter.file.max-size", maxSize.toString(), "1KB to 1TB");
			}
			requireRange("tracing.exporter.file.max-files", maxFiles, 1, 1000);
		}

		static File defaults() {
			return new File(null, DataSize.ofMegabytes(100), 5);
		}

	}

	/**
	 * Export to standard output.
	 *
	 * @param enabled whether spans are printed to standard output
	 * @param format full is a tree of every span, collapsed a tree with one line for each
	 * piece of work, json a line of OTLP/JSON for each span
	 */
	record Console(@DefaultValue("false") boolean enabled, @DefaultValue("full") ConsoleFormat format) {

		static Console defaults() {
			return new Console(false, ConsoleFormat.FULL);
		}

	}

	static void requireRange(String property, int value, int min, int max) {
		if (value < min || value > max) {
			throw outOfRange(property, String.valueOf(value), min + " to " + max);
		}
	}

	static void requireDuration(String property, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
			throw outOfRange(property, value.toString(), "1ms to 1h");
		}
	}

	static InvalidConfigurationException outOfRange(String property, String value, String range) {
		return new InvalidConfigurationException(property + " is " + value + " but must be from " + range,
				"Set " + property + " to a value from " + range + ".", "Remove " + property + " to have the default.");
	}

}
