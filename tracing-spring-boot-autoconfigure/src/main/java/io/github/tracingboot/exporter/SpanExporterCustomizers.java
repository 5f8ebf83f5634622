package io.github.tracingboot.exporter;

import java.util.List;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Every customizer, one after the other.
 *
 * @param customizers in their order
 */
record SpanExporterCustomizers(List<SpanExporterCustomizer> customizers) {

	@SuppressWarnings("NullAway") // a user's customizer may well return null
	SpanExporter customize(String beanName, SpanExporter exporter) {
		SpanExporter customized = exporter;
		for (SpanExporterCustomizer customizer : this.customizers) {
			customized = customizer.customize(beanName, customized);
			if (customized == null) {
				throw new InvalidConfigurationException(
						customizer.getClass().getName() + " returned null for the exporter '" + beanName + "'",
						"Return the exporter that it was given, or another one.",
						"Remove the bean of the exporter if nothing is to be exported.");
			}
		}
		return customized;
	}

}
