package io.github.tracingboot.amqp;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The destination of the message before: most messages that pass one place have the same,
 * and its names need not be put together again for each.
 */
final class LastDestination {

	private volatile @Nullable Known last;

	Destination published(@Nullable String exchange, @Nullable String routingKey) {
		Known known = this.last;
		if (known == null || !known.is(exchange, routingKey, null)) {
			known = new Known(exchange, routingKey, null, Destination.published(exchange, routingKey));
			this.last = known;
		}
		return known.destination();
	}

	Destination processed(@Nullable String exchange, @Nullable String routingKey, @Nullable String queue) {
		Known known = this.last;
		if (known == null || !known.is(exchange, routingKey, queue)) {
			known = new Known(exchange, routingKey, queue,
					Destination.consumed(Operation.PROCESS, exchange, routingKey, queue));
			this.last = known;
		}
		return known.destination();
	}

	private record Known(@Nullable String exchange, @Nullable String routingKey, @Nullable String queue,
			Destination destination) {

		boolean is(@Nullable String exchange, @Nullable String routingKey, @Nullable String queue) {
			return Objects.equals(this.routingKey, routingKey) && Objects.equals(this.exchange, exchange)
					&& Objects.equals(this.queue, queue);
		}

	}

}
