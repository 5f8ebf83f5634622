package io.github.tracingboot.amqp;

import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.MessageProperties;

/**
 * The spans of deliveries that failed in this process, for the links of those that come
 * after: what a broker delivers again, or moves to another queue, is the message as it
 * was sent, with nothing about who failed. The oldest are forgotten.
 */
final class FailedDeliveries {

	static final int MOST = 1024;

	private final Map<String, Failed> failed = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
			return size() > MOST;
		}

	};

	/**
	 * Every message that is sent has a context of its own; one that came without may have
	 * an id.
	 */
	static @Nullable String key(MessageProperties message, SpanContext origin, String queue) {
		String id = message.getMessageId();
		if (!origin.isValid() && id == null) {
			return null;
		}
		return origin.getTraceId() + origin.getSpanId() + ' ' + ((id != null) ? id : "") + ' ' + queue;
	}

	synchronized void add(String key, SpanContext span, long attempt) {
		this.failed.put(key, new Failed(span, attempt));
	}

	synchronized @Nullable Failed find(String key) {
		return this.failed.get(key);
	}

	record Failed(SpanContext span, long attempt) {
	}

}
