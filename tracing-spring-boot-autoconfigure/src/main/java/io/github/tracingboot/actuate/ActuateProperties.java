package io.github.tracingboot.actuate;

import java.time.Duration;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Watching the tracing of a running application.
 *
 * @param enabled whether there is an actuator endpoint and meters about tracing, where
 * the application has actuator or Micrometer
 * @param canaryTimeout longest time that the endpoint waits for the exporters to send its
 * canary span
 */
@ConfigurationProperties("tracing.actuate")
record ActuateProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration canaryTimeout) {

	ActuateProperties {
		if (canaryTimeout.isNegative() || canaryTimeout.isZero()) {
			throw new InvalidConfigurationException(
					"tracing.actuate.canary-timeout is " + canaryTimeout + " but must be more than nothing.",
					"Set it to a duration such as 10s.", "Remove it to keep the default.");
		}
	}

	static ActuateProperties defaults() {
		return new ActuateProperties(true, Duration.ofSeconds(10));
	}

}
