package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

class KeepAutoConfigurationTests {

	private final ApplicationContextRunner runner = KeepingApplication.runner();

	@Test
	void itIsOffWithoutConfiguration() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(KeepBuffer.class).doesNotHaveBean("keepSampler");
			assertThat(context.getBean(Tracer.class).spanBuilder("work").startSpan().isRecording()).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "errors=false", "max-spans=5", "max-age=5s" })
	void itIsOffWhereNothingIsKept(String property) {
		this.runner.withPropertyValues("tracing.sampling.keep." + property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KeepBuffer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "errors=true", "slower-than=1s", "rules[0].span-name=pay*", "rules[0].kind=client",
			"rules[0].attributes.[tenant]=gold" })
	void itIsOnWhereSomethingIsKept(String property) {
		this.runner.withPropertyValues("tracing.sampling.keep." + property)
			.run((context) -> assertThat(context).hasSingleBean(KeepBuffer.class));
	}

	@Test
	void limitsHaveDefaults() {
		this.runner.run((context) -> assertThat(context.getBean(SamplingProperties.class).keep())
			.isEqualTo(new SamplingProperties.Keep(false, null, List.of(), 10_000, 5_000, Duration.ofMinutes(1))));
	}

	@Test
	void thereAreNoMetersWithoutMicrometerOrSwitchedOff() {
		this.runner.withPropertyValues("tracing.sampling.keep.errors=true")
			.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("keepMeters"));
		this.runner.withPropertyValues("tracing.sampling.keep.errors=true", "tracing.actuate.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(KeepBuffer.class).doesNotHaveBean(MeterBinder.class));
	}

	@Test
	void besideTheUsersOpenTelemetryThereIsNothing() {
		this.runner.withPropertyValues("tracing.sampling.keep.errors=true")
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KeepBuffer.class));
	}

	@Test
	void switchedOffNothingIsValidated() {
		this.runner
			.withPropertyValues("tracing.enabled=false", "tracing.sampling.keep.errors=true",
					"tracing.sampling.keep.max-spans=-1")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KeepBuffer.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					slower-than=0s                 | tracing.sampling.keep.slower-than is PT0S but must be more than nothing.
					slower-than=-1s                | tracing.sampling.keep.slower-than is PT-1S but must be more than nothing.
					max-spans=0                    | tracing.sampling.keep.max-spans is 0 but must be at least 1.
					max-traces=0                   | tracing.sampling.keep.max-traces is 0 but must be at least 1.
					max-age=0s                     | tracing.sampling.keep.max-age is PT0S but must be more than nothing.
					slower-than=10s;max-age=5s     | tracing.sampling.keep.slower-than is PT10S but a trace waits no longer than tracing.sampling.keep.max-age, which is PT5S.
					""")
	void whatCannotBeHonouredDoesNotStart(String properties, String message) {
		String[] values = Arrays.stream(StringUtils.tokenizeToStringArray(properties, ";"))
			.map((property) -> "tracing.sampling.keep." + property)
			.toArray(String[]::new);
		this.runner.withPropertyValues(values)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "errors=perhaps", "slower-than=soon", "max-spans=many", "max-age=old",
			"rules[0].kind=sideways" })
	void whatCannotBeParsedDoesNotStart(String property) {
		this.runner.withPropertyValues("tracing.sampling.keep." + property)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(property.split("=", 2)[1]));
	}

}
