package io.github.tracingboot.amqp;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which relation the messages of a container have.
 *
 * @param ofHandler the one that the listener's method asks for
 * @param ofQueues the ones that are configured for queues
 * @param general the one for all others
 */
record Relations(@Nullable Relation ofHandler, Map<String, Relation> ofQueues, Relation general) {

	static final Relations CHILD = new Relations(null, Map.of(), Relation.CHILD);

	Relations with(@Nullable Relation handler) {
		return (handler != null) ? new Relations(handler, this.ofQueues, this.general) : this;
	}

	Relation of(@Nullable String queue) {
		if (this.ofHandler != null) {
			return this.ofHandler;
		}
		Relation ofQueue = (queue != null && !this.ofQueues.isEmpty()) ? this.ofQueues.get(queue) : null;
		return (ofQueue != null) ? ofQueue : this.general;
	}

}
