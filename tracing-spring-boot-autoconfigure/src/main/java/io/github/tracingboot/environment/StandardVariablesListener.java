package io.github.tracingboot.environment;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;

/**
 * Adds what the standard variables say below everything that the user has configured, and
 * above defaults.
 */
final class StandardVariablesListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	static final String PROPERTY_SOURCE = "tracingStandardVariables";

	// The name and the place that Boot gives to SpringApplication.setDefaultProperties.
	private static final String DEFAULT_PROPERTIES = "defaultProperties";

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		MutablePropertySources sources = environment.getPropertySources();
		if (sources.contains(PROPERTY_SOURCE) || !environment.getProperty("tracing.enabled", Boolean.class, true)) {
			return;
		}
		if (!mayHaveVariables(sources)) {
			return;
		}
		boolean switched = environment.containsProperty("tracing.enabled");
		Map<String, Object> properties = new LinkedHashMap<>(
				StandardVariables.asProperties((name) -> (switched && StandardVariables.SWITCHES.contains(name)) ? null
						: environment.getProperty(name)));
		// A bundle takes the place of the files, and is not to contradict them.
		if (environment.containsProperty(OtlpVariables.PREFIX + "ssl.bundle")) {
			OtlpVariables.CERTIFICATES.values().forEach((name) -> properties.remove(OtlpVariables.PREFIX + name));
		}
		if (properties.isEmpty()) {
			return;
		}
		// Immutable: Boot reads the names of any other source again for each property.
		PropertySource<?> source = new OriginTrackedMapPropertySource(PROPERTY_SOURCE, properties, true);
		if (sources.contains(DEFAULT_PROPERTIES)) {
			sources.addBefore(DEFAULT_PROPERTIES, source);
		}
		else {
			sources.addLast(source);
		}
	}

	/**
	 * To ask each source for each of the variables takes far longer than its names do.
	 */
	private static boolean mayHaveVariables(MutablePropertySources sources) {
		for (PropertySource<?> source : sources) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (StandardVariables.isVariable(name)) {
						return true;
					}
				}
			}
			else if (!(source instanceof RandomValuePropertySource || source instanceof StubPropertySource)
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * After the configuration files are loaded, before logging starts.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 14;
	}

}
