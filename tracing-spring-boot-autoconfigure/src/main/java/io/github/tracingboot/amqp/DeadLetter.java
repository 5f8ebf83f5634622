package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a broker says about the queues that a message died in.
 *
 * @param deaths how often
 * @param reason why it died last
 * @param firstQueue where it died first
 * @param queues where it died, the last one first
 */
record DeadLetter(long deaths, @Nullable String reason, @Nullable String firstQueue, List<String> queues) {

	static final String HEADER = "x-death";

	// One entry for each queue and reason.
	private static final int MOST_ENTRIES = 16;

	static @Nullable DeadLetter of(Map<String, Object> headers) {
		if (!(headers.get(HEADER) instanceof List<?> entries)) {
			return null;
		}
		long deaths = 0;
		String reason = null;
		List<String> queues = new ArrayList<>();
		for (Object entry : entries.subList(0, Math.min(entries.size(), MOST_ENTRIES))) {
			if (entry instanceof Map<?, ?> death) {
				deaths += (death.get("count") instanceof Number count) ? Math.max(0, count.longValue()) : 1;
				reason = (reason != null) ? reason : MessageHeaders.text(death.get("reason"));
				String queue = MessageHeaders.text(death.get("queue"));
				if (queue != null) {
					queues.add(queue);
				}
			}
		}
		String first = MessageHeaders.text(headers.get("x-first-death-queue"));
		if (first == null && !queues.isEmpty()) {
			first = queues.get(queues.size() - 1);
		}
		return (deaths > 0) ? new DeadLetter(deaths, reason, first, queues) : null;
	}

}
