package io.github.tracingboot.sample.embedded;

import java.net.InetSocketAddress;
import java.util.Map;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

/** A database in memory that speaks MongoDB's wire protocol. */
record EmbeddedMongo(MongoServer server, int port) implements Embedded {

	static EmbeddedMongo start() {
		MongoServer server = new MongoServer(new MemoryBackend());
		server.bind("127.0.0.1", 0);
		InetSocketAddress address = server.getLocalAddress();
		return new EmbeddedMongo(server, address.getPort());
	}

	@Override
	public Map<String, Object> properties() {
		return Map.of("spring.mongodb.uri", "mongodb://127.0.0.1:" + this.port + "/chimera");
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

}
