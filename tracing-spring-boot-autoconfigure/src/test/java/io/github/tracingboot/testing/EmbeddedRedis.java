package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Gives an application context a Redis: a real one that starts once per JVM on a free
 * loopback port, and stops with the JVM.
 */
public final class EmbeddedRedis implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues.of("spring.data.redis.host=" + host(), "spring.data.redis.port=" + port()).applyTo(context);
	}

	public static String host() {
		return InetAddress.getLoopbackAddress().getHostAddress();
	}

	public static int port() {
		return Server.PORT;
	}

	private static final class Server {

		// Initialised by the first test that needs it.
		private static final int PORT = start();

		private static int start() {
			try {
				int port = freePort();
				RedisServer.newRedisServer().port(port).bind(host()).setting("save \"\"").build().start();
				return port;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
		}

	}

}
