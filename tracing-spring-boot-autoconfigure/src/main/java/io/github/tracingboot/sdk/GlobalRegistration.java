package io.github.tracingboot.sdk;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;

import io.github.tracingboot.core.InvalidConfigurationException;

/** {@link GlobalOpenTelemetry} can be set once in the life of a process. */
final class GlobalRegistration {

	private GlobalRegistration() {
	}

	static void register(OpenTelemetry openTelemetry) {
		try {
			GlobalOpenTelemetry.set(openTelemetry);
		}
		catch (IllegalStateException ex) {
			throw new InvalidConfigurationException(
					"tracing.global is true but another OpenTelemetry is registered as the global one already.",
					"Set tracing.global to false in all application contexts of the process but one.",
					"Remove the other registration, which may be a java agent or a library.");
		}
	}

}
