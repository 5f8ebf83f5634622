package io.github.tracingboot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class ActuateAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=tracing";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(PropertyPlaceholderAutoConfiguration.class, ours("sdk.Sdk"), ours("exporter.Exporter"),
				ours("sampling.Sampling"), ActuateAutoConfiguration.class, MetersAutoConfiguration.class));

	private static Class<?> ours(String feature) {
		return ClassUtils.resolveClassName("io.github.tracingboot." + feature + "AutoConfiguration", null);
	}

	@Test
	void theEndpointIsThereWhereItIsExposed() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(TracingEndpoint.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(TracingEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tracing.enabled=false", "tracing.actuate.enabled=false" })
	void switchedOffThereIsNothing(String off) {
		this.runner.withPropertyValues(EXPOSED, off, "tracing.actuate.canary-timeout=-1s")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TracingEndpoint.class)
				.doesNotHaveBean(MeterBinder.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate.autoconfigure", "org.springframework.boot.actuate" })
	void withoutActuatorThereAreStillMeters(String absent) {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(absent))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TracingEndpoint.class)
				.hasSingleBean(MeterBinder.class));
	}

	@Test
	void withoutMicrometerThereIsStillTheEndpoint() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TracingEndpoint.class));
	}

	@Test
	void withoutExportThereIsNoExporterToShow() {
		this.runner.withPropertyValues(EXPOSED, "tracing.exporter.enabled=false").run((context) -> {
			TracingEndpoint endpoint = context.getBean(TracingEndpoint.class);
			assertThat(endpoint.tracing().exporters()).isEmpty();
			assertThat(endpoint.sendCanary().delivered()).isFalse();
		});
	}

	@Test
	void theUsersEndpointWins() {
		TracingEndpoint theirs = new TracingEndpoint(new EffectiveConfiguration(new StaticApplicationContext()),
				List.of(), null, new Canary(Resource.empty(), Duration.ZERO));
		this.runner.withPropertyValues(EXPOSED)
			.withBean("theirs", TracingEndpoint.class, () -> theirs)
			.run((context) -> assertThat(context).getBean(TracingEndpoint.class).isSameAs(theirs));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1s" })
	void aTimeoutThatCannotBeHonouredStopsTheStart(String timeout) {
		this.runner.withPropertyValues("tracing.actuate.canary-timeout=" + timeout)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tracing.actuate.canary-timeout is PT"));
	}

	@Test
	void theConfigurationShowsWhatIsInForce() {
		this.runner
			.withPropertyValues(EXPOSED, "tracing.service.name=orders", "tracing.exporter.otlp.endpoint=localhost:4317",
					"tracing.exporter.otlp.headers.x-tenant=s3cret", "tracing.exporter.batch.max-queue-size=100",
					"tracing.exporter.batch.max-batch-size=${tracing.exporter.batch.max-queue-size}",
					"tracing.resource.attributes.team=blue", "tracing.sampling.rules[0].span-name=GET *",
					"tracing.sampling.rules[0].probability=0.5", "tracing.exporter.otlp.headrs.password=s3cret",
					"tracing.amqp.enabled=false")
			.run((context) -> {
				Map<String, Object> configuration = context.getBean(TracingEndpoint.class).tracing().configuration();
				assertThat(configuration).containsEntry("tracing.service.name", "orders")
					.containsEntry("tracing.exporter.otlp.endpoint", "localhost:4317")
					.containsEntry("tracing.exporter.otlp.headers.x-tenant", "******")
					.containsEntry("tracing.exporter.batch.max-batch-size", 100)
					.containsEntry("tracing.exporter.batch.schedule-delay", "PT5S")
					.containsEntry("tracing.exporter.console.format", "full")
					.containsEntry("tracing.resource.attributes.team", "blue")
					.containsEntry("tracing.resource.detectors", List.of("process", "host", "container", "kubernetes"))
					.containsEntry("tracing.sampling.rules[0].span-name", "GET *")
					.containsEntry("tracing.exporter.otlp.headrs.password", "******")
					.containsEntry("tracing.amqp.enabled", "false")
					.containsEntry("tracing.enabled", true)
					.doesNotContainKey("tracing.environment");
				assertThat(configuration.toString()).doesNotContain("s3cret");
			});
	}

}
