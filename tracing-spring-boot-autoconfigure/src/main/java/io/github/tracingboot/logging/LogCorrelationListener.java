package io.github.tracingboot.logging;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.context.ContextStorage;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MutablePropertySources;

/**
 * Prepares logging before it starts: the ids go to the MDC, and Boot's log line shows
 * them unless the user has said what it shows.
 */
final class LogCorrelationListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final String PROPERTY_SOURCE = "tracingDefaults";

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		if (!isOn(environment, "tracing.enabled")) {
			return;
		}
		Map<String, Object> defaults = new HashMap<>();
		if (isOn(environment, "tracing.logging.enabled")) {
			LogFields fields = LogFields.in(environment);
			if (!isLogback() || !CurrentSpanMdcAdapter.install(fields)) {
				ContextStorage.addWrapper((storage) -> MdcContextStorage.around(storage, fields));
			}
			defaults.put("logging.pattern.correlation",
					"%correlationId{" + fields.traceId() + "(32)," + fields.spanId() + "(16)}");
		}
		MutablePropertySources sources = environment.getPropertySources();
		sources.remove(PROPERTY_SOURCE);
		// Boot moves the default properties of the SpringApplication behind these.
		defaults.keySet().removeIf(environment::containsProperty);
		// Immutable: Boot reads the names of any other source again for each property.
		sources.addLast(new OriginTrackedMapPropertySource(PROPERTY_SOURCE, defaults, true));
	}

	/**
	 * After the configuration files are loaded, before logging starts.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 15;
	}

	static boolean isLogback() {
		return LoggerFactory.getILoggerFactory().getClass().getName().equals("ch.qos.logback.classic.LoggerContext");
	}

	static boolean isOn(Environment environment, String property) {
		return environment.getProperty(property, Boolean.class, Boolean.TRUE);
	}

}
