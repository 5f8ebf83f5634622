package io.github.tracingboot.exporter;

import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * A bean that has the last word on each exporter, those of the application included.
 * Several are called in the order of
 * {@link org.springframework.core.annotation.Order @Order}, each with what the one before
 * has returned.
 */
@FunctionalInterface
public interface SpanExporterCustomizer {

	/**
	 * Customizes an exporter, once, at startup.
	 * @param beanName name of the exporter's bean: {@code otlpSpanExporter},
	 * {@code consoleSpanExporter}, or that of a bean of the application
	 * @param exporter the exporter, or what another customizer has made of it
	 * @return the exporter to use: this one, one that wraps it and passes shutdown on, or
	 * another one
	 */
	SpanExporter customize(String beanName, SpanExporter exporter);

}
