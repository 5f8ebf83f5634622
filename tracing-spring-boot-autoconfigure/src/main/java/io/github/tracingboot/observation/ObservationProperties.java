package io.github.tracingboot.observation;

import java.util.List;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Spans of Micrometer observations.
 *
 * @param enabled whether an observation that no other feature covers is a span
 * @param exclude names of observations that are no spans; * stands for anything. What is
 * observed inside of one still has its span
 */
@ConfigurationProperties("tracing.observation")
record ObservationProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<String> exclude) {

	ObservationProperties {
		for (String name : exclude) {
			if (name.isBlank()) {
				throw new InvalidConfigurationException(
						"tracing.observation.exclude has an empty entry, which is the name of no observation.",
						"Write the name of an observation, for example spring.security.filterchains.",
						"Write * for any characters, for example spring.security.*.", "Remove the entry.");
			}
		}
	}

	static ObservationProperties defaults() {
		return new ObservationProperties(true, List.of());
	}

}
