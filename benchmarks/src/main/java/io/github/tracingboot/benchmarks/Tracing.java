package io.github.tracingboot.benchmarks;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

/** What an application may be traced by, and what makes it so. */
public enum Tracing {

	/** The starter. */
	STARTER("io.github.tracingboot", ""),

	/** The OpenTelemetry starter. */
	OPENTELEMETRY_STARTER("io.opentelemetry.instrumentation",
			"otel.traces.exporter=none,otel.metrics.exporter=none,otel.logs.exporter=none"),

	/** Spring Boot's actuator with Micrometer's bridge to OpenTelemetry. */
	MICROMETER("org.springframework.boot.actuate", "management.observations.annotations.enabled=true"),

	/** Nothing, or what the application does on its own. */
	NONE("-", "");

	private final String autoConfigurations;

	private final String properties;

	Tracing(String autoConfigurations, String properties) {
		this.autoConfigurations = autoConfigurations;
		this.properties = properties;
	}

	public ConfigurableApplicationContext start(Class<?> configuration, String... more) {
		return start(WebApplicationType.NONE, configuration, more);
	}

	public ConfigurableApplicationContext startServer(Class<?> configuration, String... more) {
		return start(WebApplicationType.SERVLET, configuration, more);
	}

	private ConfigurableApplicationContext start(WebApplicationType type, Class<?> configuration, String... more) {
		List<String> all = new ArrayList<>(List.of("spring.main.banner-mode=off", "logging.level.root=warn"));
		// Before there are any auto-configurations, it prepares the logging.
		all.add("tracing.enabled=" + (this == STARTER));
		all.add(OneTracingOnly.ABSENT + "=" + absent());
		all.addAll(StringUtils.commaDelimitedListToSet(this.properties));
		all.addAll(List.of(more));
		// One after the other: Logback cannot be set up by two threads at once.
		synchronized (Tracing.class) {
			return new SpringApplicationBuilder(configuration).web(type).properties(all.toArray(String[]::new)).run();
		}
	}

	private String absent() {
		List<String> absent = new ArrayList<>();
		for (Tracing other : values()) {
			if (other != this) {
				absent.add(other.autoConfigurations);
			}
		}
		return String.join(",", absent);
	}

}
