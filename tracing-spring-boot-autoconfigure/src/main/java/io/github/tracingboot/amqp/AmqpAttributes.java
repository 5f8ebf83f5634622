package io.github.tracingboot.amqp;

import io.opentelemetry.api.common.AttributeKey;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

/** Semantic conventions for messaging 1.44, but for those that begin with rabbitmq. */
final class AmqpAttributes {

	static final AttributeKey<String> SYSTEM = stringKey("messaging.system");

	static final AttributeKey<String> OPERATION_NAME = stringKey("messaging.operation.name");

	static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");

	static final AttributeKey<String> DESTINATION_NAME = stringKey("messaging.destination.name");

	static final AttributeKey<Boolean> DESTINATION_ANONYMOUS = booleanKey("messaging.destination.anonymous");

	static final AttributeKey<Boolean> DESTINATION_TEMPORARY = booleanKey("messaging.destination.temporary");

	static final AttributeKey<String> ROUTING_KEY = stringKey("messaging.rabbitmq.destination.routing_key");

	static final AttributeKey<Long> DELIVERY_TAG = longKey("messaging.rabbitmq.message.delivery_tag");

	static final AttributeKey<Boolean> REDELIVERED = booleanKey("messaging.rabbitmq.message.redelivered");

	static final AttributeKey<String> MESSAGE_ID = stringKey("messaging.message.id");

	static final AttributeKey<String> CONVERSATION_ID = stringKey("messaging.message.conversation_id");

	static final AttributeKey<Long> BATCH_MESSAGE_COUNT = longKey("messaging.batch.message_count");

	static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");

	static final AttributeKey<Long> SERVER_PORT = longKey("server.port");

	static final AttributeKey<String> PEER_ADDRESS = stringKey("network.peer.address");

	static final AttributeKey<Long> PEER_PORT = longKey("network.peer.port");

	/** The name that the OpenTelemetry Java agent gave it. */
	static final AttributeKey<Long> QUEUE_TIME = longKey("rabbitmq.record.queue_time_ms");

	/** Of a message that is not handled for the first time, and of each attempt. */
	static final AttributeKey<Long> ATTEMPT = longKey("rabbitmq.message.attempt");

	static final AttributeKey<String> DEATH_REASON = stringKey("rabbitmq.message.death.reason");

	static final AttributeKey<String> FIRST_DEATH_QUEUE = stringKey("rabbitmq.message.death.first_queue");

	static final AttributeKey<Long> RETURN_CODE = longKey("rabbitmq.return.code");

	static final AttributeKey<String> RETURN_TEXT = stringKey("rabbitmq.return.text");

	private AmqpAttributes() {
	}

}
