package io.github.tracingboot.rpc;

import java.util.List;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tracing of gRPC calls.
 *
 * @param enabled whether gRPC calls are traced, those that come in and those that go out
 * @param exclude methods whose incoming calls are not traced, as package.Service/Method;
 * * stands for anything
 */
@ConfigurationProperties("tracing.rpc")
record RpcProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"grpc.health.v1.Health/*", "grpc.reflection.*" }) List<String> exclude){

	RpcProperties {
		for (String method : exclude) {
			if (method.isBlank()) {
				throw new InvalidConfigurationException(
						"tracing.rpc.exclude has an empty entry, which is the name of no method.",
						"Write the full name of a method, for example shop.Orders/Watch.",
						"Write * for any characters, for example shop.Orders/*.", "Remove the entry.");
			}
		}
	}

	static RpcProperties defaults() {
		return new RpcProperties(true, List.of("grpc.health.v1.Health/*", "grpc.reflection.*"));
	}

}
