package io.github.tracingboot.coexistence;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class OpenTelemetryStarterDefaultsTests {

	private static final String WEB = "otel.instrumentation.spring-webmvc.enabled";

	private static final String CLIENT = "otel.instrumentation.spring-web.enabled";

	private static final String SCHEDULING = "otel.instrumentation.spring-scheduling.enabled";

	@Test
	void whatIsTracedHereIsOffThere() {
		assertThat(value(WEB, OpenTelemetryStarterDefaultsTests.class.getName())).isEqualTo("false");
		assertThat(value(SCHEDULING, OpenTelemetryStarterDefaultsTests.class.getName())).isEqualTo("false");
	}

	@Test
	void whatIsNotTracedHereStaysOnThere() {
		String starter = OpenTelemetryStarterDefaultsTests.class.getName();
		assertThat(value(WEB, starter, "--tracing.web.enabled=false")).isNull();
		assertThat(value(SCHEDULING, starter, "--tracing.web.enabled=false")).isEqualTo("false");
		assertThat(value(WEB, starter, "--tracing.enabled=false")).isNull();
	}

	@Test
	void partOfAFeatureIsTheirsWhereItOrTheWholeIsOff() {
		String starter = OpenTelemetryStarterDefaultsTests.class.getName();
		assertThat(value(WEB, starter, "--tracing.web.server.enabled=false")).isNull();
		assertThat(value(WEB, starter, "--tracing.web.client.enabled=false")).isEqualTo("false");
		assertThat(value(CLIENT, starter, "--tracing.web.client.enabled=false")).isNull();
		assertThat(value(SCHEDULING, starter, "--tracing.task.schedules=false")).isNull();
		for (String system : List.of("jdbc", "mongo")) {
			String property = "otel.instrumentation." + system + ".enabled";
			assertThat(value(property, starter)).isEqualTo("false");
			assertThat(value(property, starter, "--tracing.data.enabled=false")).isNull();
			assertThat(value(property, starter, "--tracing.data." + system + ".enabled=false")).isNull();
		}
	}

	@Test
	void whatTheUserSaysCounts() {
		assertThat(value(WEB, OpenTelemetryStarterDefaultsTests.class.getName(), "--" + WEB + "=true"))
			.isEqualTo("true");
	}

	@Test
	void withoutTheStarterNothingIsSet() {
		assertThat(value(WEB, "com.example.NotThere")).isNull();
	}

	private static String value(String property, String starter, String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Empty.class)
			.web(WebApplicationType.NONE)
			.listeners(new OpenTelemetryStarterDefaults(starter))
			.run(arguments)) {
			return context.getEnvironment().getProperty(property);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
