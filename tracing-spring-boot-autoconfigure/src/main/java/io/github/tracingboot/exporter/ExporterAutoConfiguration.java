package io.github.tracingboot.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;

@AutoConfiguration(beforeName = "io.github.tracingboot.sdk.SdkAutoConfiguration")
@ConditionalOnTracing("exporter")
@ConditionalOnMissingBean(OpenTelemetry.class)
@EnableConfigurationProperties({ ExporterProperties.class, OtlpProperties.class })
class ExporterAutoConfiguration {

	// Shut down by the tracer provider, with a deadline. The second name is the qualifier
	// of what exports.
	@Bean(name = { "exportProcessor", "exporting" }, destroyMethod = "")
	static ExportPipeline exportProcessor(ObjectProvider<Map<String, SpanExporter>> exporters,
			ObjectProvider<SpanExporterCustomizer> customizers,
			ObjectProvider<Iterable<UnaryOperator<SpanData>>> rewriters, ExporterProperties exporterProperties) {
		List<UnaryOperator<SpanData>> all = new ArrayList<>();
		for (Iterable<UnaryOperator<SpanData>> some : rewriters.orderedStream().toList()) {
			for (UnaryOperator<SpanData> rewriter : some) {
				all.add(rewriter);
			}
		}
		return ExportPipeline.of(exporters.getIfAvailable(Map::of),
				new SpanExporterCustomizers(customizers.orderedStream().toList()), List.copyOf(all),
				exporterProperties.batch());
	}

	@Bean
	@Conditional(OnOtlpCondition.class)
	static OtlpSpanExporter otlpSpanExporter(OtlpProperties otlpProperties,
			ObjectProvider<OtlpHeaderSupplier> headerSupplier, ObjectProvider<SslBundles> bundles) {
		return OtlpSpanExporter.of(otlpProperties, headerSupplier.getIfAvailable(),
				(otlpProperties.ssl().bundle() != null) ? bundles.getIfAvailable() : null);
	}

	@Bean
	@Conditional(OnFileCondition.class)
	static SpanExporter fileSpanExporter(ExporterProperties exporterProperties) {
		return FileSpanExporter.of(exporterProperties.file());
	}

	@Bean
	@ConditionalOnBooleanProperty("tracing.exporter.console.enabled")
	static SpanExporter consoleSpanExporter(ExporterProperties exporterProperties) {
		return exporterProperties.console().format().toStandardOutput();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ExporterBeansStayOpen exporterBeansStayOpen() {
		return new ExporterBeansStayOpen();
	}

}
