package io.github.tracingboot.exporter;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Leaves the shutdown of exporters to the tracer provider, which flushes before. Spring
 * would infer a destroy method and shut each down once more.
 */
final class ExporterBeansStayOpen implements MergedBeanDefinitionPostProcessor {

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String name) {
		String method = definition.getDestroyMethodName();
		boolean inferred = method == null || method.equals(AbstractBeanDefinition.INFER_METHOD);
		boolean exported = definition.isAutowireCandidate() && definition.isDefaultCandidate();
		if (SpanExporter.class.isAssignableFrom(type) && inferred && exported) {
			definition.setDestroyMethodName("");
		}
	}

}
