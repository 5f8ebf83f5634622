package io.github.tracingboot.amqp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a message and where it goes to or comes from, as the semantic
 * conventions name it.
 */
final class Destination {

	private static final String DEFAULT_EXCHANGE = "amq.default";

	private static final int UUID_LENGTH = 36;

	// Spring Cloud Stream puts it between a destination and the UUID of a consumer that
	// has no group.
	private static final String ANONYMOUS_GROUP = ".anonymous.";

	private static final int SHORT_UUID_LENGTH = 22;

	private final Operation operation;

	private final String name;

	private final String spanName;

	private final Attributes attributes;

	// Mostly there is one broker.
	private volatile @Nullable AtPeer last;

	private final boolean anonymous;

	private final boolean temporary;

	private Destination(Operation operation, String name, String shown, String routingKey, String queue) {
		this.operation = operation;
		this.name = name;
		this.spanName = shown.isEmpty() ? operation.id() : operation.id() + ' ' + shown;
		this.attributes = attributes(operation, name, routingKey);
		this.anonymous = isGenerated(queue);
		this.temporary = isTemporary(queue);
	}

	static Destination published(@Nullable String exchange, @Nullable String routingKey) {
		return published(Operation.SEND, exchange, routingKey);
	}

	/** Of a message that nobody but its sender knows. */
	static Destination unknown() {
		return of(Operation.SEND, "", "", "");
	}

	static Destination returned(@Nullable String exchange, @Nullable String routingKey) {
		return published(Operation.RETURN, exchange, routingKey);
	}

	private static Destination published(Operation operation, @Nullable String exchange, @Nullable String routingKey) {
		String to = orEmpty(exchange);
		String key = orEmpty(routingKey);
		if (!to.isEmpty()) {
			return of(operation, to, key, "");
		}
		// The default exchange takes the routing key for the name of a queue.
		return key.isEmpty() ? of(operation, DEFAULT_EXCHANGE, "", "") : of(operation, "", key, key);
	}

	static Destination consumed(Operation operation, @Nullable String exchange, @Nullable String routingKey,
			@Nullable String queue) {
		return of(operation, orEmpty(exchange), orEmpty(routingKey), orEmpty(queue));
	}

	/** Exchange, routing key and queue, as far as there are any; may be empty. */
	String name() {
		return this.name;
	}

	/** The name without generated parts, of which there is no end. */
	String spanName() {
		return this.spanName;
	}

	SpanBuilder spanBuilder(Tracer tracer) {
		return spanBuilder(tracer, Peer.NONE);
	}

	/** All that is the same for every message at once, which is nearly all. */
	SpanBuilder spanBuilder(Tracer tracer, Peer peer) {
		return tracer.spanBuilder(this.spanName).setSpanKind(this.operation.kind()).setAllAttributes(at(peer));
	}

	private Attributes at(Peer peer) {
		AtPeer known = this.last;
		if (known == null || !known.isOf(peer)) {
			known = new AtPeer(peer, this.attributes.toBuilder().putAll(peer.attributes()).build());
			this.last = known;
		}
		return known.attributes();
	}

	private static Attributes attributes(Operation operation, String name, String routingKey) {
		AttributesBuilder attributes = Attributes.builder()
			.put(AmqpAttributes.SYSTEM, "rabbitmq")
			.put(AmqpAttributes.OPERATION_NAME, operation.id())
			.put(AmqpAttributes.OPERATION_TYPE, operation.id());
		if (!name.isEmpty()) {
			attributes.put(AmqpAttributes.DESTINATION_NAME, name);
		}
		if (!routingKey.isEmpty()) {
			attributes.put(AmqpAttributes.ROUTING_KEY, routingKey);
		}
		return attributes.build();
	}

	void describe(Span span) {
		if (this.anonymous) {
			span.setAttribute(AmqpAttributes.DESTINATION_ANONYMOUS, true);
		}
		if (this.temporary) {
			span.setAttribute(AmqpAttributes.DESTINATION_TEMPORARY, true);
		}
	}

	private static Destination of(Operation operation, String exchange, String routingKey, String queue) {
		String key = routingKey.equals(queue) ? "" : routingKey;
		String name = join(exchange, key, queue);
		boolean generated = isGenerated(exchange) || isGenerated(key) || isGenerated(queue);
		String shown = generated ? join(given(exchange), given(key), given(queue)) : name;
		return new Destination(operation, name, shown, routingKey, queue);
	}

	private static String join(String exchange, String routingKey, String queue) {
		return append(append(exchange, routingKey), queue);
	}

	private static String append(String head, String tail) {
		if (head.isEmpty()) {
			return tail;
		}
		return tail.isEmpty() ? head : head + ':' + tail;
	}

	private static String given(String part) {
		return isGenerated(part) ? "" : part;
	}

	private static String orEmpty(@Nullable String part) {
		return (part != null) ? part : "";
	}

	static boolean isGenerated(String part) {
		return isTemporary(part) || isUuid(part, 0) || isAnonymousGroup(part);
	}

	// Names that RabbitMQ, Spring AMQP and Qpid give to queues that die with their user.
	private static boolean isTemporary(String part) {
		return part.startsWith("amq.gen-") || part.startsWith("spring.gen-") || part.startsWith("amq.rabbitmq.reply-to")
				|| (part.startsWith("tmp_") && isUuid(part, 4));
	}

	private static boolean isAnonymousGroup(String part) {
		int end = part.length() - SHORT_UUID_LENGTH;
		return end > 0 && part.startsWith(ANONYMOUS_GROUP, end - ANONYMOUS_GROUP.length());
	}

	private static boolean isUuid(String part, int start) {
		if (part.length() != start + UUID_LENGTH) {
			return false;
		}
		for (int i = 0; i < UUID_LENGTH; i++) {
			boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
			char c = part.charAt(start + i);
			if (dash ? c != '-' : Character.digit(c, 16) < 0) {
				return false;
			}
		}
		return true;
	}

	private record AtPeer(Peer peer, Attributes attributes) {

		@SuppressWarnings("ReferenceEquality") // faster, and a mistake costs a copy
		boolean isOf(Peer peer) {
			return peer == this.peer;
		}

	}

}
