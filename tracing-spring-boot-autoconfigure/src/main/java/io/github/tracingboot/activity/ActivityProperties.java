package io.github.tracingboot.activity;

import java.time.Duration;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Work that outlives a sensible trace.
 *
 * @param enabled whether spans carry the activity that they belong to, and spans that
 * stay open are watched
 * @param maxSegmentDuration time after which an activity goes on in a new trace
 * @param maxSegmentSpans spans after which an activity goes on in a new trace
 * @param warnOpenAfter time after which a span without a local parent that is still open
 * is reported in the log, once; 0 for never
 */
@ConfigurationProperties("tracing.activity")
record ActivityProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1h") Duration maxSegmentDuration,
		@DefaultValue("1000") int maxSegmentSpans, @DefaultValue("1h") Duration warnOpenAfter) {

	ActivityProperties {
		if (maxSegmentDuration.isNegative() || maxSegmentDuration.isZero()) {
			throw new InvalidConfigurationException(
					"tracing.activity.max-segment-duration is " + maxSegmentDuration + " but must be positive.",
					"Set it to a duration such as 1h.");
		}
		if (maxSegmentSpans < 1) {
			throw new InvalidConfigurationException(
					"tracing.activity.max-segment-spans is " + maxSegmentSpans + " but must be positive.",
					"Set it to a number such as 1000.");
		}
		if (warnOpenAfter.isNegative()) {
			throw new InvalidConfigurationException(
					"tracing.activity.warn-open-after is " + warnOpenAfter + " but must not be negative.",
					"Set it to a duration such as 1h.", "Set it to 0s for no warning.");
		}
	}

	static ActivityProperties defaults() {
		return new ActivityProperties(true, Duration.ofHours(1), 1000, Duration.ofHours(1));
	}

}
