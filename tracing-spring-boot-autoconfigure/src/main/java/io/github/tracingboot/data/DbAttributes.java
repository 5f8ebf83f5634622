package io.github.tracingboot.data;

import io.opentelemetry.api.common.AttributeKey;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

/**
 * Keys of the stable semantic conventions for databases.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">Semantic
 * conventions for database client spans</a>
 */
final class DbAttributes {

	static final AttributeKey<String> SYSTEM_NAME = stringKey("db.system.name");

	static final AttributeKey<String> OPERATION_NAME = stringKey("db.operation.name");

	static final AttributeKey<Long> OPERATION_BATCH_SIZE = longKey("db.operation.batch.size");

	static final AttributeKey<String> NAMESPACE = stringKey("db.namespace");

	static final AttributeKey<String> COLLECTION_NAME = stringKey("db.collection.name");

	static final AttributeKey<String> QUERY_TEXT = stringKey("db.query.text");

	static final AttributeKey<String> QUERY_SUMMARY = stringKey("db.query.summary");

	static final AttributeKey<String> RESPONSE_STATUS_CODE = stringKey("db.response.status_code");

	static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");

	static final AttributeKey<Long> SERVER_PORT = longKey("server.port");

	static final AttributeKey<String> PEER_ADDRESS = stringKey("network.peer.address");

	static final AttributeKey<Long> PEER_PORT = longKey("network.peer.port");

	/** The current name of what follows; service maps still read the old one. */
	static final AttributeKey<String> SERVICE_PEER_NAME = stringKey("service.peer.name");

	static final AttributeKey<String> PEER_SERVICE = stringKey("peer.service");

	private DbAttributes() {
	}

}
