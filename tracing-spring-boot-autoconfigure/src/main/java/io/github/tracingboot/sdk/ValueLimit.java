package io.github.tracingboot.sdk;

import java.nio.ByteBuffer;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;

/**
 * Cuts what is too long, as the OpenTelemetry specification has it under Attribute
 * Limits: text, text in lists, and text and bytes anywhere in a structured value.
 */
final class ValueLimit {

	private ValueLimit() {
	}

	static Object apply(Object value, int limit) {
		if (limit == Integer.MAX_VALUE) {
			return value;
		}
		if (value instanceof String text) {
			return cut(text, limit);
		}
		if (value instanceof List<?> list) {
			return list.stream().map((element) -> apply(element, limit)).toList();
		}
		return (value instanceof Value<?> structured) ? apply(structured, limit) : value;
	}

	/**
	 * Applies both limits to what somebody else has put together.
	 * @param attributes the attributes
	 * @param count how many there may be
	 * @param length characters of a text
	 * @return the same if it has nothing to lose
	 */
	static Attributes apply(Attributes attributes, int count, int length) {
		if (attributes.size() <= count && length == Integer.MAX_VALUE) {
			return attributes;
		}
		SpanAttributes limited = new SpanAttributes(count, length);
		attributes.forEach(limited::put);
		return limited;
	}

	private static Value<?> apply(Value<?> value, int limit) {
		return switch (value.getType()) {
			case STRING -> Value.of(cut((String) value.getValue(), limit));
			case BYTES -> cut(value, (ByteBuffer) value.getValue(), limit);
			case ARRAY ->
				Value.of(elements(value).stream().<Value<?>>map((each) -> apply((Value<?>) each, limit)).toList());
			case KEY_VALUE_LIST -> Value.of(elements(value).stream()
				.map((each) -> KeyValue.of(((KeyValue) each).getKey(), apply(((KeyValue) each).getValue(), limit)))
				.toArray(KeyValue[]::new));
			default -> value;
		};
	}

	private static List<?> elements(Value<?> value) {
		return (List<?>) value.getValue();
	}

	private static String cut(String text, int limit) {
		return (text.length() > limit) ? text.substring(0, limit) : text;
	}

	private static Value<?> cut(Value<?> value, ByteBuffer bytes, int limit) {
		if (bytes.remaining() <= limit) {
			return value;
		}
		byte[] kept = new byte[limit];
		bytes.get(kept);
		return Value.of(kept);
	}

}
