package io.github.tracingboot.coexistence;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;

/**
 * Where ours stand among the auto-configurations of Spring Boot that do the same. Each of
 * these is left out, without being read, where what it names is not there. Each name that
 * one of ours had itself would at every start be searched for in all of the class path.
 */
final class BootOrder {

	private static final String SDK = "io.github.tracingboot.sdk.SdkAutoConfiguration";

	private static final String OBSERVATION = "io.github.tracingboot.observation.ObservationAutoConfiguration";

	private static final String TASK = "io.github.tracingboot.task.TaskAutoConfiguration";

	private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.";

	private static final String MICROMETER = "org.springframework.boot.micrometer.";

	private static final String OPENTELEMETRY = "org.springframework.boot.opentelemetry.autoconfigure.";

	private BootOrder() {
	}

	/** Boot's makes no part of the SDK that is there. */
	@AutoConfiguration(afterName = SDK,
			beforeName = { ACTUATOR + "opentelemetry.OpenTelemetryAutoConfiguration",
					ACTUATOR + "tracing.OpenTelemetryTracingAutoConfiguration" })
	@ConditionalOnClass(name = ACTUATOR + "tracing.OpenTelemetryTracingAutoConfiguration")
	static class BeforeActuator {

	}

	/** Ours observe what Boot's have made, and make what they have not. */
	@AutoConfiguration(beforeName = { OBSERVATION, TASK },
			afterName = { ACTUATOR + "observation.ObservationAutoConfiguration",
					ACTUATOR + "scheduling.ScheduledTasksObservabilityAutoConfiguration",
					ACTUATOR + "tracing.OpenTelemetryTracingAutoConfiguration",
					ACTUATOR + "tracing.BraveAutoConfiguration" })
	@ConditionalOnClass(name = ACTUATOR + "observation.ObservationAutoConfiguration")
	static class AfterActuator {

	}

	/** As {@link BeforeActuator}, on Spring Boot 4. */
	@AutoConfiguration(afterName = SDK,
			beforeName = { OPENTELEMETRY + "OpenTelemetrySdkAutoConfiguration",
					MICROMETER + "tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
	@ConditionalOnClass(name = OPENTELEMETRY + "OpenTelemetrySdkAutoConfiguration")
	static class BeforeOpenTelemetry {

	}

	/** As {@link AfterActuator}, on Spring Boot 4. */
	@AutoConfiguration(beforeName = { OBSERVATION, TASK },
			afterName = { MICROMETER + "observation.autoconfigure.ObservationAutoConfiguration",
					MICROMETER + "observation.autoconfigure.ScheduledTasksObservationAutoConfiguration" })
	@ConditionalOnClass(name = MICROMETER + "observation.autoconfigure.ObservationAutoConfiguration")
	static class AfterObservation {

	}

	/** As {@link AfterActuator}, on Spring Boot 4. */
	@AutoConfiguration(beforeName = OBSERVATION,
			afterName = { MICROMETER + "tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
					MICROMETER + "tracing.brave.autoconfigure.BraveAutoConfiguration" })
	@ConditionalOnClass(name = MICROMETER + "tracing.autoconfigure.MicrometerTracingAutoConfiguration")
	static class AfterTracing {

	}

}
