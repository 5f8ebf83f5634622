package io.github.tracingboot.annotation;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Makes sure that something creates proxies: Spring Boot sees to it by default, but not
 * with {@code spring.aop.auto=false}, nor with
 * {@code spring.aop.proxy-target-class=false} where there is no AspectJ.
 */
final class ProxyCreatorRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	ProxyCreatorRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		// The beans of the importing class are there before what it imports.
		if (!registry.containsBeanDefinition("tracedAdvisor")) {
			return;
		}
		AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
		if (usesClassProxies(this.environment)) {
			AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
		}
	}

	static boolean usesClassProxies(Environment environment) {
		return environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true);
	}

}
