package io.github.tracingboot.amqp;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Spring Cloud Stream gives each binder a context of its own, where the post-processors
 * of the application's do not reach but whose events come through. What is in the
 * application's own has been processed already, which does no harm.
 *
 * @param postProcessor the one of the application's context
 */
record BinderContexts(AmqpTracingPostProcessor postProcessor) implements ApplicationListener<ContextRefreshedEvent> {

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() instanceof ConfigurableApplicationContext context) {
			Map<String, Object> beans = singletons(context.getBeanFactory());
			if (beans.values().stream().anyMatch(Binders::isBinder)) {
				beans.forEach((name, bean) -> this.postProcessor.postProcessAfterInitialization(bean, name));
			}
		}
	}

	private static Map<String, Object> singletons(ConfigurableListableBeanFactory factory) {
		Map<String, Object> beans = new LinkedHashMap<>();
		for (String name : factory.getSingletonNames()) {
			Object bean = factory.getSingleton(name);
			if (bean != null) {
				beans.put(name, bean);
			}
		}
		return beans;
	}

}
