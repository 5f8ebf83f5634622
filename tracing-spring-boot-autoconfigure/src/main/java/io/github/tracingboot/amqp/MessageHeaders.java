package io.github.tracingboot.amqp;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.rabbitmq.client.LongString;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message as a carrier. Anything that is not text, or is longer than any
 * propagation format allows, counts as absent.
 */
enum MessageHeaders implements TextMapGetter<Map<String, Object>>, TextMapSetter<Map<String, Object>> {

	INSTANCE;

	// W3C Baggage, the longest of the formats.
	static final int MAX_LENGTH = 8192;

	@Override
	public Iterable<String> keys(Map<String, Object> headers) {
		return headers.keySet();
	}

	@Override
	public @Nullable String get(@Nullable Map<String, Object> headers, String key) {
		return (headers != null) ? text(headers.get(key)) : null;
	}

	static @Nullable String text(@Nullable Object value) {
		if (value instanceof String text) {
			return (text.length() <= MAX_LENGTH) ? text : null;
		}
		if (value instanceof LongString text) {
			return (text.length() <= MAX_LENGTH) ? text.toString() : null;
		}
		if (value instanceof byte[] text) {
			return (text.length <= MAX_LENGTH) ? new String(text, StandardCharsets.UTF_8) : null;
		}
		return null;
	}

	@Override
	public void set(@Nullable Map<String, Object> headers, String key, String value) {
		if (headers != null) {
			headers.put(key, value);
		}
	}

}
