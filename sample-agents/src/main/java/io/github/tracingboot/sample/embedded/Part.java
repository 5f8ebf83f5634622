package io.github.tracingboot.sample.embedded;

import java.util.List;
import java.util.function.Supplier;

import org.springframework.core.env.Environment;

/** The servers that agents need. Each is embedded unless the configuration names one. */
@SuppressWarnings("ImmutableEnumChecker") // lists and method references that never change
public enum Part {

	/** RabbitMQ, or Apache Qpid Broker-J. */
	BROKER(EmbeddedBroker::start, "spring.rabbitmq.host", "spring.rabbitmq.port", "spring.rabbitmq.addresses"),

	/** Redis, or the same as a child process. */
	REDIS(EmbeddedRedis::start, "spring.data.redis.host", "spring.data.redis.port", "spring.data.redis.url"),

	/** MongoDB, or something that speaks its protocol. */
	MONGODB(EmbeddedMongo::start, "spring.mongodb.uri", "spring.mongodb.host", "spring.mongodb.port"),

	/** InfluxDB, or the little of it that is needed. */
	INFLUXDB(EmbeddedInflux::start, "chimera.influxdb.url");

	private final Supplier<Embedded> embedded;

	private final List<String> properties;

	Part(Supplier<Embedded> embedded, String... properties) {
		this.embedded = embedded;
		this.properties = List.of(properties);
	}

	/**
	 * Whether the configuration says where it is.
	 * @param environment the configuration
	 */
	public boolean isNamed(Environment environment) {
		return this.properties.stream().anyMatch(environment::containsProperty);
	}

	/**
	 * Starts the embedded one.
	 * @return to be closed
	 */
	public Embedded start() {
		return this.embedded.get();
	}

}
