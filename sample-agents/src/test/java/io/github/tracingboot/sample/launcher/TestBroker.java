package io.github.tracingboot.sample.launcher;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The RabbitMQ named by the environment variable {@code TRACING_TEST_RABBITMQ}
 * ({@code host:port}, user and password {@code guest}). Where it is set, the agents must
 * work on it too.
 */
record TestBroker(String host, int port) {

	static @Nullable TestBroker rabbitmq() {
		String address = System.getenv("TRACING_TEST_RABBITMQ");
		if (address == null || address.isEmpty()) {
			return null;
		}
		int colon = address.lastIndexOf(':');
		return new TestBroker(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
	}

	/** Arguments for each broker that the agents are to be tried on. */
	static Stream<List<String>> all() {
		TestBroker rabbitmq = rabbitmq();
		return (rabbitmq != null) ? Stream.of(List.of(), rabbitmq.arguments()) : Stream.of(List.of());
	}

	List<String> arguments() {
		return List.of("--spring.rabbitmq.host=" + this.host, "--spring.rabbitmq.port=" + this.port);
	}

}
