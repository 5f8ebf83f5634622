package io.github.tracingboot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Gives an application context a message broker: an in-memory one that starts once per
 * JVM on a free loopback port, or, when the environment variable
 * {@code TRACING_TEST_RABBITMQ} holds a {@code host:port}, the RabbitMQ that runs there
 * (user and password {@code guest}, virtual host {@code /}). A RabbitMQ that is named but
 * cannot be reached fails the tests.
 *
 * <p>
 * The embedded one stops in a shutdown hook of its own, so a test closes its context
 * before the JVM ends.
 */
public final class EmbeddedBroker implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String RABBITMQ = "TRACING_TEST_RABBITMQ";

	private static final String STATUS_UPDATES = SystemConfig.PROPERTY_STATUS_UPDATES;

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues.of("spring.rabbitmq.host=" + host(), "spring.rabbitmq.port=" + port()).applyTo(context);
	}

	public static String host() {
		return Address.CURRENT.host();
	}

	public static int port() {
		return Address.CURRENT.port();
	}

	private record Address(String host, int port) {

		// Initialised by the first test that needs a broker.
		private static final Address CURRENT = find(System.getenv(RABBITMQ));

		private static Address find(@Nullable String rabbitmq) {
			return (rabbitmq != null && !rabbitmq.isEmpty()) ? reachable(rabbitmq)
					: new Address(InetAddress.getLoopbackAddress().getHostAddress(), start());
		}

		private static Address reachable(String rabbitmq) {
			int colon = rabbitmq.lastIndexOf(':');
			String host = rabbitmq.substring(0, colon);
			try (Socket socket = new Socket(host, Integer.parseInt(rabbitmq.substring(colon + 1)))) {
				return new Address(host, socket.getPort());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(RABBITMQ + " is '" + rabbitmq + "', where nothing answers", ex);
			}
		}

	}

	private static int start() {
		URL configuration = Objects.requireNonNull(EmbeddedBroker.class.getResource("embedded-broker.json"));
		BoundPort boundPort = new BoundPort();
		// Read while the broker starts: without it, every connection is a line of log.
		System.setProperty(STATUS_UPDATES, "false");
		try {
			new SystemLauncher(boundPort).startup(Map.of("type", "Memory", SystemConfig.INITIAL_CONFIGURATION_LOCATION,
					configuration.toString(), SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, "false"));
		}
		catch (Exception ex) {
			throw new IllegalStateException("The embedded broker did not start", ex);
		}
		finally {
			System.clearProperty(STATUS_UPDATES);
		}
		return boundPort.find();
	}

	private static final class BoundPort extends SystemLauncherListener.DefaultSystemLauncherListener {

		private final AtomicReference<@Nullable SystemConfig<?>> config = new AtomicReference<>();

		@Override
		public void onContainerResolve(SystemConfig<?> systemConfig) {
			this.config.set(systemConfig);
		}

		int find() {
			Broker<?> broker = (Broker<?>) Objects.requireNonNull(this.config.get()).getContainer();
			return broker.getPorts().stream().mapToInt(Port::getBoundPort).findFirst().orElseThrow();
		}

	}

}
