package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

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

		// The other one needs libraries of the machine; this one has all in it.
		private static final String WITHOUT_LIBRARIES = "/redis-server-6.2.7-linux-386";

		// Initialised by the first test that needs it.
		private static final int PORT = start();

		private static int start() {
			try {
				return start(ExecutableProvider.newProvidedVersionsMap());
			}
			catch (IOException ex) {
				return startWithoutLibraries(ex);
			}
		}

		private static int startWithoutLibraries(IOException failure) {
			try {
				return start(Map.of(OsArchitecture.detectOSandArchitecture(), WITHOUT_LIBRARIES));
			}
			catch (IOException ex) {
				failure.addSuppressed(ex);
				throw new UncheckedIOException(failure);
			}
		}

		private static int start(Map<OsArchitecture, String> executables) throws IOException {
			int port = freePort();
			RedisServer.newRedisServer()
				.executableProvider(ExecutableProvider.newJarResourceProvider(executables))
				.port(port)
				.bind(host())
				.setting("save \"\"")
				.build()
				.start();
			return port;
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
		}

	}

}
