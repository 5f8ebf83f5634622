package io.github.tracingboot.rpc;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;

import io.github.tracingboot.core.ConditionalOnTracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GlobalClientInterceptor;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.util.function.SingletonSupplier;

@AutoConfiguration
@ConditionalOnClass({ ManagedChannelBuilder.class, ServerBuilder.class })
class RpcAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("rpc")
	@EnableConfigurationProperties(RpcProperties.class)
	static class Enabled {

		// The tracer is looked up by the first call: an exporter may make calls itself.
		@Bean
		@ConditionalOnMissingBean(GrpcTracing.class)
		GrpcTracing grpcTracing(ObjectProvider<Tracer> tracer, ObjectProvider<OpenTelemetry> openTelemetry,
				RpcProperties rpcProperties) {
			SingletonSupplier<Tracer> onlyTracer = SingletonSupplier.of(tracer::getObject);
			SingletonSupplier<TextMapPropagator> propagator = SingletonSupplier
				.of(() -> openTelemetry.getObject().getPropagators().getTextMapPropagator());
			return new GrpcTracing(new ClientTracingInterceptor(onlyTracer, propagator),
					new ServerTracingInterceptor(onlyTracer, propagator, rpcProperties::exclude));
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static BuilderPostProcessor grpcBuilderTracingPostProcessor(ObjectProvider<GrpcTracing> tracing) {
			return new BuilderPostProcessor(tracing::getObject);
		}

	}

	/** Spring gRPC gives these to all that it builds. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracing("rpc")
	@ConditionalOnClass({ GlobalClientInterceptor.class, GlobalServerInterceptor.class })
	static class SpringGrpc {

		// After what changes the call, next to the wire.
		@Bean
		@GlobalClientInterceptor
		@Order(Ordered.LOWEST_PRECEDENCE)
		ClientInterceptor tracingGrpcClientInterceptor(GrpcTracing tracing) {
			return tracing.client();
		}

		@Bean
		@GlobalServerInterceptor
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ServerInterceptor tracingGrpcServerInterceptor(GrpcTracing tracing) {
			return tracing.server();
		}

	}

	/** What an application injects is there when tracing is off, and does nothing. */
	@Bean
	@ConditionalOnMissingBean(GrpcTracing.class)
	GrpcTracing grpcTracingOff() {
		return GrpcTracing.off();
	}

}
