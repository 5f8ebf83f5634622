package io.github.tracingboot.sample.embedded;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Embedded servers are there for this machine alone, and not for longer than wanted. */
class EmbeddedTests {

	@ParameterizedTest
	@EnumSource
	void listensOnLoopbackUntilItIsClosed(Part part) throws Exception {
		Embedded server = part.start();
		int port = port(server.properties());
		try (server) {
			connect(InetAddress.getLoopbackAddress(), port);
			for (InetAddress outside : addressesOfThisMachine()) {
				assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(outside, port));
			}
		}
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> connect(InetAddress.getLoopbackAddress(), port));
	}

	@Test
	void redisLeavesNoProcessAndNoFile() {
		EmbeddedRedis redis = EmbeddedRedis.start();
		assertThat(redis.process().isAlive()).isTrue();
		redis.close();
		assertThat(redis.process().isAlive()).isFalse();
		assertThat(redis.directory()).doesNotExist();
	}

	private static List<InetAddress> addressesOfThisMachine() throws IOException {
		return Collections.list(NetworkInterface.getNetworkInterfaces())
			.stream()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.toList();
	}

	private static void connect(InetAddress address, int port) throws IOException {
		new Socket(address, port).close();
	}

	private static int port(Map<String, Object> properties) {
		return properties.values().stream().mapToInt((value) -> {
			if (value instanceof Integer number) {
				return number;
			}
			return value.toString().contains("://") ? URI.create(value.toString()).getPort() : -1;
		}).filter((port) -> port > 0).findFirst().orElseThrow();
	}

}
