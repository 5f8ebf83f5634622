package io.github.tracingboot.environment;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
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
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.StringUtils;

/**
 * Has Spring do less with the beans of this library. The properties of a feature are made
 * when the feature is used, where none of them is set: defaults are never wrong. What is
 * set is read at startup, and fails there; for the rest there is no search, which would
 * be a large part of the application's start. Of what is switched off nothing is read.
 * Configuration classes are not made for nothing, and in no bean does Spring look for
 * methods that listen to events: there are none.
 */
final class OwnBeanDefinitions implements BeanFactoryPostProcessor, ApplicationListener<ContextClosedEvent> {

	private static final String PACKAGE = "io.github.tracingboot.";

	// Boot names the bean after the prefix and the class.
	private static final String OURS = "-" + PACKAGE;

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("tracing");

	private final Environment environment;

	private final List<String> used = new ArrayList<>();

	OwnBeanDefinitions(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<ConfigurationPropertyName> set = set();
		RecordProperties properties = (set != null) ? new RecordProperties(set, Binder.get(this.environment)) : null;
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			int end = name.indexOf(OURS);
			String prefix = (end > 0) ? name.substring(0, end) : "";
			if (prefix.equals("tracing") || prefix.startsWith("tracing.")) {
				onDemand(name, prefix, definition, properties);
				addShortName(name, beanFactory);
			}
			else if (definition instanceof AnnotatedBeanDefinition annotated && isOurs(annotated)) {
				if (annotated.getFactoryMethodMetadata() == null) {
					// Nobody needs an instance as long as the methods for beans are
					// static.
					definition.setLazyInit(true);
				}
				definition.setAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE, Object.class);
			}
		}
	}

	private void onDemand(String name, String prefix, BeanDefinition definition,
			@Nullable RecordProperties properties) {
		boolean off = isOff("tracing.enabled", properties) || isOff(prefix + ".enabled", properties);
		definition.setLazyInit(off);
		if (!off) {
			this.used.add(name);
		}
		if (properties != null && definition instanceof AbstractBeanDefinition bean && bean.hasBeanClass()) {
			Method defaults = RecordProperties.defaults(bean.getBeanClass());
			if (defaults != null) {
				ConfigurationPropertyName start = ConfigurationPropertyName.of(prefix);
				boolean untouched = properties.areDefaults(bean.getBeanClass(), start);
				bean.setLazyInit(off || untouched);
				bean.setInstanceSupplier(() -> untouched ? RecordProperties.make(defaults)
						: properties.of(RecordProperties.make(defaults), start));
				bean.setAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE, Object.class);
			}
		}
	}

	/**
	 * That of the parameters that it is for: Spring tries it before it goes through all
	 * beans.
	 */
	private static void addShortName(String name, ConfigurableListableBeanFactory beanFactory) {
		String alias = StringUtils.uncapitalize(name.substring(name.lastIndexOf('.') + 1));
		if (!beanFactory.containsBean(alias)) {
			beanFactory.registerAlias(name, alias);
		}
	}

	/**
	 * A configuration class of one of the library's packages, by its name, or a bean of
	 * one.
	 */
	private static boolean isOurs(AnnotatedBeanDefinition definition) {
		MethodMetadata method = definition.getFactoryMethodMetadata();
		String declaring = (method != null) ? method.getDeclaringClassName() : definition.getMetadata().getClassName();
		int nested = declaring.indexOf('$');
		String outer = (nested > 0) ? declaring.substring(0, nested) : declaring;
		return outer.startsWith(PACKAGE) && outer.indexOf('.', PACKAGE.length()) == outer.lastIndexOf('.')
				&& outer.endsWith("Configuration");
	}

	private boolean isOff(String property, @Nullable RecordProperties properties) {
		return (properties == null || properties.isSet(ConfigurationPropertyName.of(property)))
				&& !this.environment.getProperty(property, Boolean.class, Boolean.TRUE);
	}

	/** What is first used while beans are destroyed is too late to be made then. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.used.forEach(event.getApplicationContext()::getBean);
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
