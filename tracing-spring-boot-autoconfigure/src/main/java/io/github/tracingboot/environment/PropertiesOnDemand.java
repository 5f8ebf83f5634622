package io.github.tracingboot.environment;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;

/**
 * Makes the properties of a feature when the feature is used, where none of them is set:
 * defaults are never wrong. What is set is read at startup, and fails there; for the rest
 * there is no search, which would be a large part of the application's start. Of what is
 * switched off nothing is read. Neither are our configuration classes made for nothing.
 */
final class PropertiesOnDemand implements BeanFactoryPostProcessor, ApplicationListener<ContextClosedEvent> {

	private static final String PACKAGE = "io.github.tracingboot.";

	// Boot names the bean after the prefix and the class.
	private static final String OURS = "-" + PACKAGE;

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("tracing");

	private final Environment environment;

	private final List<String> used = new ArrayList<>();

	PropertiesOnDemand(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<ConfigurationPropertyName> set = set();
		RecordProperties properties = (set != null) ? new RecordProperties(set, Binder.get(this.environment)) : null;
		for (String name : beanFactory.getBeanDefinitionNames()) {
			if (isConfiguration(name, beanFactory)) {
				beanFactory.getBeanDefinition(name).setLazyInit(true);
			}
			int end = name.indexOf(OURS);
			if (end > 0 && beanFactory.getBeanDefinition(name) instanceof AbstractBeanDefinition definition
					&& definition.hasBeanClass() && definition.getBeanClass().isRecord()) {
				String prefix = name.substring(0, end);
				boolean off = isOff("tracing.enabled") || isOff(prefix + ".enabled");
				if (properties != null) {
					onDemand(definition, ConfigurationPropertyName.of(prefix), properties, off);
				}
				else {
					definition.setLazyInit(off);
				}
				if (!off) {
					this.used.add(name);
				}
			}
		}
	}

	private static void onDemand(AbstractBeanDefinition definition, ConfigurationPropertyName prefix,
			RecordProperties properties, boolean off) {
		Class<?> type = definition.getBeanClass();
		definition.setLazyInit(off || properties.areDefaults(type, prefix));
		definition.setInstanceSupplier(() -> properties.of(type, prefix));
	}

	private boolean isOff(String property) {
		return !this.environment.getProperty(property, Boolean.class, Boolean.TRUE);
	}

	/** What is first used while beans are destroyed is too late to be made then. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.used.forEach(event.getApplicationContext()::getBean);
	}

	/** Nobody needs an instance as long as the methods for beans are static. */
	private static boolean isConfiguration(String name, ConfigurableListableBeanFactory beanFactory) {
		return name.startsWith(PACKAGE)
				&& beanFactory.getBeanDefinition(name) instanceof AnnotatedBeanDefinition annotated
				&& annotated.getFactoryMethodMetadata() == null
				&& annotated.getMetadata().isAnnotated(Configuration.class.getName());
	}

	/**
	 * Nothing if a source does not tell what it has, and in a native image, which knows
	 * no components of records.
	 */
	private @Nullable List<ConfigurationPropertyName> set() {
		if (NativeDetector.inNativeImage()) {
			return null;
		}
		List<ConfigurationPropertyName> set = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				for (ConfigurationPropertyName name : names) {
					if (PREFIX.equals(name) || PREFIX.isAncestorOf(name)) {
						set.add(name);
					}
				}
			}
			else if (source.containsDescendantOf(PREFIX) != ConfigurationPropertyState.ABSENT) {
				return null;
			}
		}
		return set;
	}

}
