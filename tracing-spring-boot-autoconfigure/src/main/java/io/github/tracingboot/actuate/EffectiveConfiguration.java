package io.github.tracingboot.actuate;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ReflectionUtils;

/**
 * All properties of tracing as they were bound, and those that were set and not bound,
 * because what they belong to is switched off or they are misspelt.
 */
final class EffectiveConfiguration {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("tracing");

	private final ApplicationContext context;

	EffectiveConfiguration(ApplicationContext context) {
		this.context = context;
	}

	Map<String, Object> read() {
		Map<String, Object> values = new TreeMap<>();
		for (ConfigurationPropertiesBean bean : ConfigurationPropertiesBean.getAll(this.context).values()) {
			String prefix = bean.getAnnotation().prefix();
			if (prefix.equals("tracing") || prefix.startsWith("tracing.")) {
				put(values, prefix, bean.getInstance());
			}
		}
		ConfigurationPropertySources.get(this.context.getEnvironment()).forEach((source) -> {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(ROOT::isAncestorOf)
					.map(ConfigurationPropertyName::toString)
					.filter((name) -> isUnbound(values, name))
					.forEach((name) -> put(values, name, this.context.getEnvironment().getProperty(name)));
			}
		});
		return values;
	}

	// The elements of a list are shown as the list.
	private static boolean isUnbound(Map<String, Object> values, String name) {
		return !values.containsKey(name) && !values.containsKey(name.replaceFirst("\\[\\d+]$", ""));
	}

	private static void put(Map<String, Object> values, String name, @Nullable Object value) {
		if (value instanceof Record) {
			for (RecordComponent component : value.getClass().getRecordComponents()) {
				ReflectionUtils.makeAccessible(component.getAccessor());
				put(values, name + "." + DataObjectPropertyName.toDashedForm(component.getName()),
						ReflectionUtils.invokeMethod(component.getAccessor(), value));
			}
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, element) -> put(values, name + "." + key, element));
		}
		else if (value instanceof Collection<?> elements && elements.stream().anyMatch(Record.class::isInstance)) {
			int index = 0;
			for (Object element : elements) {
				put(values, name + "[" + index + "]", element);
				index++;
			}
		}
		else if (value instanceof Collection<?> elements) {
			values.put(name, elements.stream().map((element) -> Secrets.mask(name, text(element))).toList());
		}
		else if (value instanceof Boolean || value instanceof Number) {
			values.put(name, value);
		}
		else if (value != null) {
			values.put(name, Secrets.mask(name, text(value)));
		}
	}

	private static String text(Object value) {
		return (value instanceof Enum<?> constant) ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
				: value.toString();
	}

}
