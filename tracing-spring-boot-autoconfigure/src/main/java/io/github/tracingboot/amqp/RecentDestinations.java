package io.github.tracingboot.amqp;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The destinations of the messages before: most messages that pass one place have one of
 * a few, whose names need not be put together again for each. Filled without a lock, as
 * what is known never changes.
 */
final class RecentDestinations {

	private static final int MOST = 32;

	private final @Nullable Known[] recent = new @Nullable Known[MOST];

	Destination published(@Nullable String exchange, @Nullable String routingKey) {
		int slot = slot(routingKey, exchange);
		Known known = this.recent[slot];
		if (known == null || !known.is(exchange, routingKey, null)) {
			known = new Known(exchange, routingKey, null, Destination.published(exchange, routingKey));
			this.recent[slot] = known;
		}
		return known.destination();
	}

	Destination processed(@Nullable String exchange, @Nullable String routingKey, @Nullable String queue) {
		int slot = slot(routingKey, queue);
		Known known = this.recent[slot];
		if (known == null || !known.is(exchange, routingKey, queue)) {
			known = new Known(exchange, routingKey, queue,
					Destination.consumed(Operation.PROCESS, exchange, routingKey, queue));
			this.recent[slot] = known;
		}
		return known.destination();
	}

	private static int slot(@Nullable String one, @Nullable String other) {
		int hash = 31 * Objects.hashCode(one) + Objects.hashCode(other);
		return (hash ^ (hash >>> 16)) & (MOST - 1);
	}

	private record Known(@Nullable String exchange, @Nullable String routingKey, @Nullable String queue,
			Destination destination) {

		boolean is(@Nullable String exchange, @Nullable String routingKey, @Nullable String queue) {
			return Objects.equals(this.routingKey, routingKey) && Objects.equals(this.exchange, exchange)
					&& Objects.equals(this.queue, queue);
		}

	}

}
