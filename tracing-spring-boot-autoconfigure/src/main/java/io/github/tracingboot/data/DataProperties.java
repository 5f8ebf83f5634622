package io.github.tracingboot.data;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How calls to databases and caches are traced.
 *
 * @param enabled whether calls to databases and caches are traced
 * @param peerServices name of the service behind a host or host:port, which a service map
 * shows (peer.service); none by default
 * @param jdbc relational databases
 * @param redis Redis through Lettuce
 * @param mongo MongoDB
 * @param influx InfluxDB 2
 */
@ConfigurationProperties("tracing.data")
record DataProperties(@DefaultValue("true") boolean enabled, @DefaultValue Map<String, String> peerServices,
		@DefaultValue Jdbc jdbc, @DefaultValue Redis redis, @DefaultValue Mongo mongo, @DefaultValue Influx influx) {

	static DataProperties defaults() {
		return new DataProperties(true, Map.of(), Jdbc.defaults(), Redis.defaults(), Mongo.defaults(),
				Influx.defaults());
	}

	/**
	 * Relational databases.
	 *
	 * @param enabled whether statements of DataSource beans are traced
	 * @param transactions how commits and rollbacks are shown: none, as events of the
	 * span that they happen in, or as spans
	 */
	record Jdbc(@DefaultValue("true") boolean enabled, @DefaultValue("none") JdbcTracing.Transactions transactions) {

		static Jdbc defaults() {
			return new Jdbc(true, JdbcTracing.Transactions.NONE);
		}

	}

	/**
	 * Redis.
	 *
	 * @param enabled whether commands that are sent through Lettuce are traced
	 */
	record Redis(@DefaultValue("true") boolean enabled) {

		static Redis defaults() {
			return new Redis(true);
		}

	}

	/**
	 * MongoDB.
	 *
	 * @param enabled whether commands that are sent through the driver are traced
	 */
	record Mongo(@DefaultValue("true") boolean enabled) {

		static Mongo defaults() {
			return new Mongo(true);
		}

	}

	/**
	 * InfluxDB.
	 *
	 * @param enabled whether requests of the client for InfluxDB 2 are traced
	 */
	record Influx(@DefaultValue("true") boolean enabled) {

		static Influx defaults() {
			return new Influx(true);
		}

	}

}
