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

	private static final Map<String, List<String>> SECOND = Map.of("tracing.web.enabled",
			List.of("spring-web", "spring-webmvc", "spring-webflux"), "tracing.task.enabled",
			List.of("spring-scheduling"), "tracing.data.jdbc.enabled", List.of("jdbc"), "tracing.data.mongo.enabled",
			List.of("mongo"));

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
		SECOND.forEach((feature, instrumentations) -> {
			if (isOn(environment, feature)) {
				instrumentations.forEach((name) -> off.put("otel.instrumentation." + name + ".enabled", false));
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
