package io.github.tracingboot.rpc;

import java.util.function.Supplier;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Adds the interceptors to the builders of channels and servers that are beans. */
final class BuilderPostProcessor implements BeanPostProcessor {

	private final Supplier<GrpcTracing> tracing;

	BuilderPostProcessor(Supplier<GrpcTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ManagedChannelBuilder<?> builder) {
			builder.intercept(this.tracing.get().client());
		}
		else if (bean instanceof ServerBuilder<?> builder) {
			builder.intercept(this.tracing.get().server());
		}
		return bean;
	}

}
