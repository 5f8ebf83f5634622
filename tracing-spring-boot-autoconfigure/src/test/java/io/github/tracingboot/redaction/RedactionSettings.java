package io.github.tracingboot.redaction;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Properties as a user has them. */
final class RedactionSettings {

	private RedactionSettings() {
	}

	static RedactionProperties of(Map<String, String> settings) {
		Map<String, String> properties = new HashMap<>();
		settings.forEach((name, value) -> properties.put("tracing.redaction." + name, value));
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("tracing.redaction",
				RedactionProperties.class);
	}

}
