package io.github.tracingboot.baggage;

import java.util.List;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Entries that travel with a trace.
 *
 * @param enabled whether baggage is bounded, recorded, and can be set for the rest of a
 * request; when false it only travels
 * @param spanAttributes names of the entries that become attributes of every span; *
 * stands for anything
 * @param logFields names of the entries that go to the MDC; * stands for anything
 * @param propagateTo hosts that baggage is sent to besides internal ones: names,
 * *.example.com, addresses, or ranges such as 100.64.0.0/10; with exchange: before it,
 * the name of an exchange, where * stands for anything. Where no exchange is listed, all
 * get it; none by default
 * @param maxEntries most entries, at most 64
 * @param maxEntrySize most bytes of an entry as it is sent, name included, at most 4096
 * @param maxSize most bytes of all entries together as they are sent, at most 8192
 */
@ConfigurationProperties("tracing.baggage")
record BaggageProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<String> spanAttributes,
		@DefaultValue List<String> logFields, @DefaultValue List<String> propagateTo,
		@DefaultValue("32") int maxEntries, @DefaultValue("512B") DataSize maxEntrySize,
		@DefaultValue("4KB") DataSize maxSize) {

	BaggageProperties {
		require("max-entries", maxEntries, 64);
		require("max-entry-size", maxEntrySize.toBytes(), 4096);
		require("max-size", maxSize.toBytes(), 8192);
	}

	static BaggageProperties defaults() {
		return new BaggageProperties(true, List.of(), List.of(), List.of(), 32, DataSize.ofBytes(512),
				DataSize.ofKilobytes(4));
	}

	BaggageLimits limits() {
		return new BaggageLimits(this.maxEntries, this.maxEntrySize.toBytes(), this.maxSize.toBytes());
	}

	/** What W3C Baggage asks everybody to pass on; more would be lost on the way. */
	private static void require(String name, long value, long most) {
		if (value < 0 || value > most) {
			throw new InvalidConfigurationException(
					"tracing.baggage." + name + " is " + value + " but must be between 0 and " + most + ".",
					"Set it to a number in that range.", "Remove it to keep the default.");
		}
	}

}
