package io.github.tracingboot.amqp;

import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.amqp.FailedDeliveries.Failed;

import org.springframework.amqp.core.MessageProperties;

/**
 * What is known of a message's deliveries before this one.
 *
 * @param failed the last of them that failed in this process
 * @param deadLetter what the broker says of the queues that it died in
 * @param redeliveries how often a quorum queue has delivered it before
 */
record PastDeliveries(@Nullable Failed failed, @Nullable DeadLetter deadLetter, long redeliveries) {

	private static final String DELIVERY_COUNT = "x-delivery-count";

	static @Nullable PastDeliveries of(FailedDeliveries deliveries, MessageProperties message, SpanContext origin) {
		Map<String, Object> headers = message.getHeaders();
		boolean redelivered = Boolean.TRUE.equals(message.isRedelivered());
		DeadLetter deadLetter = DeadLetter.of(headers);
		if (!redelivered && deadLetter == null) {
			return null;
		}
		Failed failed = redelivered ? find(deliveries, message, origin, message.getConsumerQueue()) : null;
		if (deadLetter != null) {
			for (String queue : deadLetter.queues()) {
				failed = (failed != null) ? failed : find(deliveries, message, origin, queue);
			}
		}
		long redeliveries = (headers.get(DELIVERY_COUNT) instanceof Number count) ? count.longValue() : 0;
		return new PastDeliveries(failed, deadLetter, redeliveries);
	}

	void describe(MessageAttributes.Sink attributes) {
		long attempt = attempt();
		if (attempt > 1) {
			attributes.put(AmqpAttributes.ATTEMPT, attempt);
		}
		if (this.deadLetter != null) {
			if (this.deadLetter.reason() != null) {
				attributes.put(AmqpAttributes.DEATH_REASON, this.deadLetter.reason());
			}
			if (this.deadLetter.firstQueue() != null) {
				attributes.put(AmqpAttributes.FIRST_DEATH_QUEUE, this.deadLetter.firstQueue());
			}
		}
	}

	long attempt() {
		long before = Math.max((this.deadLetter != null) ? this.deadLetter.deaths() : 0, this.redeliveries);
		return 1 + Math.max(before, (this.failed != null) ? this.failed.attempt() : 0);
	}

	private static @Nullable Failed find(FailedDeliveries deliveries, MessageProperties message, SpanContext origin,
			@Nullable String queue) {
		String key = FailedDeliveries.key(message, origin, (queue != null) ? queue : "");
		return (key != null) ? deliveries.find(key) : null;
	}

}
