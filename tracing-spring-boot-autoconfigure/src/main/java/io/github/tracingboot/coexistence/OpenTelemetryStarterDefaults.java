package io.github.tracingboot.coexistence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Where OpenTelemetry's own Spring Boot starter is there too, its instrumentation is off
 * by default for what a feature of ours traces, as long as that is on. What else it
 * traces goes to the same tracer provider.
 */
final class OpenTelemetryStarterDefaults implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final String STARTER = "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration";

	private static final String PROPERTY_SOURCE = "tracingBesideOpenTelemetryStarter";

	/** Theirs, and what is on where ours does the same. */
	private static final Map<String, List<String>> SECOND = Map.of("spring-web",
			List.of("tracing.web.enabled", "tracing.web.client.enabled"), "spring-webmvc",
			List.of("tracing.web.enabled", "tracing.web.server.enabled"),
			// Of requests in both directions.
			"spring-webflux", List.of("tracing.web.enabled"), "spring-scheduling",
			List.of("tracing.task.enabled", "tracing.task.schedules"), "jdbc",
			List.of("tracing.data.enabled", "tracing.data.jdbc.enabled"), "mongo",
			List.of("tracing.data.enabled", "tracing.data.mongo.enabled"));

	private final String starter;

	OpenTelemetryStarterDefaults() {
		this(STARTER);
	}

	OpenTelemetryStarterDefaults(String starter) {
		this.starter = starter;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		if (!isOn(environment, "tracing.enabled")
				|| !ClassUtils.isPresent(this.starter, event.getSpringApplication().getClassLoader())) {
			return;
		}
		Map<String, Object> off = new LinkedHashMap<>();
		SECOND.forEach((name, features) -> {
			if (features.stream().allMatch((feature) -> isOn(environment, feature))) {
				off.put("otel.instrumentation." + name + ".enabled", false);
			}
		});
		environment.getPropertySources().remove(PROPERTY_SOURCE);
		environment.getPropertySources().addLast(new MapPropertySource(PROPERTY_SOURCE, off));
	}

	/** After the configuration files are loaded. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 15;
	}

	private static boolean isOn(ConfigurableEnvironment environment, String property) {
		return environment.getProperty(property, Boolean.class, Boolean.TRUE);
	}

}
