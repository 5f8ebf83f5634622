package io.github.tracingboot.actuate;

import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.resources.Resource;

import io.github.tracingboot.core.ConditionalOnTracing;
import io.github.tracingboot.core.ExporterStatus;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

@AutoConfiguration(afterName = { "io.github.tracingboot.exporter.ExporterAutoConfiguration",
		"io.github.tracingboot.sdk.SdkAutoConfiguration" })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnTracing("actuate")
@EnableConfigurationProperties(ActuateProperties.class)
class ActuateAutoConfiguration {

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean(TracingEndpoint.class)
	TracingEndpoint tracingEndpoint(ApplicationContext context, ObjectProvider<Iterable<ExporterStatus>> exporters,
			@Qualifier("keepFigures") ObjectProvider<Iterable<Map.Entry<String, Long>>> keep,
			ObjectProvider<Resource> resource, ActuateProperties actuateProperties) {
		Canary canary = new Canary(resource.getIfAvailable(Resource::getDefault), actuateProperties.canaryTimeout());
		return new TracingEndpoint(new EffectiveConfiguration(context), exporters.getIfAvailable(List::of),
				keep.getIfAvailable(), canary);
	}

}
