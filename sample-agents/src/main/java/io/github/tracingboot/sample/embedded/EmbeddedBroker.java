package io.github.tracingboot.sample.embedded;

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

/**
 * A message broker in memory, on a free port of the loopback interface: Apache Qpid
 * Broker-J, which speaks AMQP 0-9-1 like RabbitMQ.
 */
final class EmbeddedBroker implements Embedded {

	private final SystemLauncher launcher;

	private final int port;

	private EmbeddedBroker(SystemLauncher launcher, int port) {
		this.launcher = launcher;
		this.port = port;
	}

	static EmbeddedBroker start() {
		Started started = new Started();
		SystemLauncher launcher = new SystemLauncher(started);
		try {
			// Given as a resource, because the default is a kind of URL that an
			// executable jar does not know.
			launcher.startup(Map.of(SystemConfig.TYPE, "Memory", SystemConfig.INITIAL_SYSTEM_PROPERTIES_LOCATION,
					resource("embedded-broker.properties"), SystemConfig.INITIAL_CONFIGURATION_LOCATION,
					resource("embedded-broker.json"), SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, "false"));
			return new EmbeddedBroker(launcher, started.port());
		}
		catch (Exception ex) {
			throw new IllegalStateException("The embedded broker did not start", ex);
		}
	}

	private static String resource(String name) {
		URL url = Objects.requireNonNull(EmbeddedBroker.class.getResource(name), name);
		return url.toString();
	}

	@Override
	public Map<String, Object> properties() {
		return Map.of("spring.rabbitmq.host", "127.0.0.1", "spring.rabbitmq.port", this.port,
				"spring.rabbitmq.username", "guest", "spring.rabbitmq.password", "guest");
	}

	@Override
	public void close() {
		try {
			this.launcher.shutdown();
		}
		catch (IllegalStateException ex) {
			// Its own shutdown hook was faster.
		}
	}

	private static final class Started extends SystemLauncherListener.DefaultSystemLauncherListener {

		private final AtomicReference<@Nullable SystemConfig<?>> config = new AtomicReference<>();

		private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

		@Override
		public void onContainerResolve(SystemConfig<?> systemConfig) {
			this.config.set(systemConfig);
		}

		@Override
		public void errorOnStartup(RuntimeException ex) {
			this.failure.set(ex);
		}

		int port() throws Exception {
			Exception failed = this.failure.get();
			if (failed != null) {
				throw failed;
			}
			Broker<?> broker = (Broker<?>) Objects.requireNonNull(this.config.get()).getContainer();
			return broker.getPorts().stream().mapToInt(Port::getBoundPort).findFirst().orElseThrow();
		}

	}

}
