package io.github.tracingboot.sampling;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which traces are recorded.
 *
 * @param probability share of the traces started here that are recorded, from 0.0 (none)
 * to 1.0 (all); a trace started elsewhere keeps the decision made there
 */
@ConfigurationProperties("tracing.sampling")
record SamplingProperties(@DefaultValue("1.0") double probability) {

	SamplingProperties {
		if (!(probability >= 0.0 && probability <= 1.0)) {
			throw new IllegalArgumentException(
					"tracing.sampling.probability is " + probability + " but must be from 0.0 to 1.0");
		}
	}

}
