package io.github.tracingboot.sample.api;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.mongodb.client.MongoClient;
import org.bson.Document;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Who is there: servers by an answer of theirs, agents by somebody who listens to their
 * queue.
 */
@Component
class Health {

	private static final int TIMEOUT_MILLIS = 1_000;

	private static final List<String> AGENTS = List.of("query_agent", "data_retrieval_agent", "analysis_agent",
			"narrative_agent", "fact_checker_agent", "followup_agent");

	private final AmqpAdmin broker;

	private final MongoClient mongo;

	private final RedisConnectionFactory redis;

	private final Environment environment;

	private final Map<String, URI> urls;

	Health(AmqpAdmin broker, MongoClient mongo, RedisConnectionFactory redis, Environment environment,
			@Value("${chimera.influxdb.url:http://localhost:8086}") URI influx,
			@Value("${chimera.zcash-node.url:http://localhost:8091}") URI zcashNode,
			@Value("${chimera.exchange-api.url:http://localhost:8092}") URI exchangeApi) {
		this.broker = broker;
		this.mongo = mongo;
		this.redis = redis;
		this.environment = environment;
		this.urls = Map.of("influxdb", influx, "zcash_node", zcashNode, "exchange_api", exchangeApi);
	}

	List<Part> parts() {
		Stream<Part> servers = Stream.of(part("broker", () -> this.broker.getQueueInfo("chimera-api")),
				part("mongodb", () -> this.mongo.getDatabase("admin").runCommand(new Document("ping", 1))),
				part("redis", this::pingRedis), part("influxdb", () -> connect("influxdb")),
				part("zcash_node", () -> connect("zcash_node")), part("exchange_api", () -> connect("exchange_api")));
		Stream<Part> agents = AGENTS.stream().map((agent) -> part(agent, () -> requireConsumer(agent)));
		return Stream.concat(servers, agents).toList();
	}

	private Part part(String name, Check check) {
		boolean embedded = this.environment.getProperty("chimera.embedded." + name, Boolean.class, false);
		try {
			check.run();
			return new Part(name, true, embedded, "");
		}
		catch (Exception ex) {
			return new Part(name, false, embedded, String.valueOf(ex.getMessage()));
		}
	}

	private void pingRedis() {
		try (RedisConnection connection = this.redis.getConnection()) {
			connection.ping();
		}
	}

	private void connect(String name) throws Exception {
		URI url = Objects.requireNonNull(this.urls.get(name));
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
		}
	}

	private void requireConsumer(String agent) {
		QueueInformation queue = this.broker.getQueueInfo(agent);
		if (queue == null || queue.getConsumerCount() == 0) {
			throw new IllegalStateException("Nobody listens to the queue " + agent);
		}
	}

	/**
	 * Somebody the agents need.
	 *
	 * @param embedded whether it is a stand-in in this process
	 * @param problem empty if there is none
	 */
	record Part(String name, boolean up, boolean embedded, String problem) {
	}

	@FunctionalInterface
	private interface Check {

		void run() throws Exception;

	}

}
