package io.github.tracingboot.web;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

@AutoConfiguration
@ConditionalOnTracing("web")
@ConditionalOnBooleanProperty(name = "tracing.web.client.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WebProperties.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class HttpClientsAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ClientTracing clientTracing(ObjectProvider<Tracer> tracer, ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<WebProperties> webProperties) {
		return new ClientTracing(SingletonSupplier.of(tracer::getObject),
				SingletonSupplier.of(openTelemetry::getObject), SingletonSupplier.of(webProperties::getObject));
	}

	// A runtime may be without the module.
	@Bean
	@ConditionalOnClass(name = "java.net.http.HttpClient")
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ClientPostProcessor jdkClientPostProcessor(ClientTracing clientTracing) {
		return new ClientPostProcessor(new JdkClients(clientTracing));
	}

}
