package io.github.tracingboot.environment;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/**
 * Leaves the properties of a feature unread until the feature is used, where none of them
 * is set: defaults are never wrong, and reading them is a large part of the application's
 * start. What is set is read at startup, and fails there.
 */
final class PropertiesOnDemand implements BeanFactoryPostProcessor, ApplicationListener<ContextClosedEvent> {

	// Boot names the bean after the prefix and the class.
	private static final String OURS = "-io.github.tracingboot.";

	private final Iterable<ConfigurationPropertySource> sources;

	PropertiesOnDemand(Environment environment) {
		this.sources = ConfigurationPropertySources.get(environment);
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanDefinitionNames()) {
			int end = name.indexOf(OURS);
			if (end > 0) {
				ConfigurationPropertyName prefix = ConfigurationPropertyName.of(name.substring(0, end));
				beanFactory.getBeanDefinition(name).setLazyInit(areDefaults(prefix));
			}
		}
	}

	/** What is first used while beans are destroyed is too late to be made then. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		ListableBeanFactory beanFactory = event.getApplicationContext();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			if (name.contains(OURS)) {
				beanFactory.getBean(name);
			}
		}
	}

	private boolean areDefaults(ConfigurationPropertyName prefix) {
		for (ConfigurationPropertySource source : this.sources) {
			if (source.containsDescendantOf(prefix) != ConfigurationPropertyState.ABSENT) {
				return false;
			}
		}
		return true;
	}

}
