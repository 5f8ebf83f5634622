package io.github.tracingboot.coexistence;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;

/**
 * Takes out what Spring Boot's tracing would do a second time: it exports on its own what
 * is exported already, past redaction, and writes the headers once more. What Boot would
 * not make because there is one of ours it does not make anyway.
 */
final class BootTracingPostProcessor implements BeanDefinitionRegistryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(BootTracingPostProcessor.class);

	private static final String BOOT = "org.springframework.boot.";

	private static final List<String> WITHOUT_EFFECT = List.of("management.tracing.sampling.probability",
			"management.tracing.propagation", "management.tracing.opentelemetry.export",
			"management.opentelemetry.tracing.sampler", "management.opentelemetry.tracing.export.max-queue-size",
			"management.opentelemetry.tracing.limits", "management.opentelemetry.resource-attributes");

	private final Environment environment;

	BootTracingPostProcessor(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		boolean boot = false;
		for (String name : registry.getBeanDefinitionNames()) {
			String source = sourceInBoot(registry.getBeanDefinition(name));
			if (source != null) {
				boot = true;
				if (isSecond(source, name, registry)) {
					registry.removeBeanDefinition(name);
				}
			}
		}
		if (boot) {
			warn();
		}
	}

	private boolean isSecond(String source, String name, BeanDefinitionRegistry registry) {
		if (source.endsWith(".OpenTelemetryTracingAutoConfiguration")) {
			// Sends what exporter beans are there, as ours does for each with a queue of
			// its own.
			return name.equals("otelSpanProcessor") && registry.containsBeanDefinition("exportProcessor");
		}
		if (source.contains(".OpenTelemetryPropagationConfigurations$")) {
			// Fields with headers of their own are something that ours does not have.
			return name.startsWith("textMapPropagator") && !isSet("management.tracing.baggage.remote-fields");
		}
		boolean exporter = source.contains(".OtlpTracingConfigurations$Exporters");
		if (exporter && registry.containsBeanDefinition("otlpSpanExporter")) {
			logger.info("Spans are sent to tracing.exporter.otlp.endpoint only, not to the endpoint of Spring Boot's"
					+ " exporter as well");
			return true;
		}
		return false;
	}

	private static @Nullable String sourceInBoot(BeanDefinition definition) {
		MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		String source = (method != null) ? method.getDeclaringClassName() : "";
		boolean tracing = source.contains(".OpenTelemetryTracingAutoConfiguration")
				|| source.contains(".OpenTelemetryPropagationConfigurations")
				|| source.contains(".OtlpTracingConfigurations");
		return (tracing && source.startsWith(BOOT)) ? source : null;
	}

	private void warn() {
		List<String> set = WITHOUT_EFFECT.stream().filter(this::isSet).toList();
		if (!set.isEmpty()) {
			logger.warn("No effect beside the tracing starter, whose properties (tracing.…) decide: {}", set);
		}
	}

	private boolean isSet(String property) {
		return Binder.get(this.environment).bind(property, Bindable.of(Object.class)).isBound()
				|| this.environment.containsProperty(property);
	}

}
