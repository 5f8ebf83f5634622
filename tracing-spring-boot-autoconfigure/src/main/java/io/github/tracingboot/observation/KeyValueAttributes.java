package io.github.tracingboot.observation;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * Key values as attributes. Micrometer has texts only; what the semantic conventions have
 * as a number or truth value becomes one again.
 */
final class KeyValueAttributes {

	private static final Map<String, Function<String, Object>> TYPES = Stream
		.of(typed(Long::valueOf, "client.port", "db.operation.batch.size", "db.response.returned_rows",
				"gen_ai.request.choice.count", "gen_ai.request.max_tokens", "gen_ai.request.seed",
				"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.total_tokens",
				"http.request.body.size", "http.request.resend_count", "http.response.body.size",
				"http.response.status_code", "messaging.batch.message_count", "messaging.kafka.offset",
				"messaging.message.body.size", "network.peer.port", "server.port"),
				typed(Double::valueOf, "gen_ai.request.frequency_penalty", "gen_ai.request.presence_penalty",
						"gen_ai.request.temperature", "gen_ai.request.top_k", "gen_ai.request.top_p"),
				typed(KeyValueAttributes::truth, "messaging.destination.anonymous", "messaging.destination.temporary",
						"messaging.kafka.message.tombstone"))
		.flatMap((types) -> types.entrySet().stream())
		.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

	private KeyValueAttributes() {
	}

	static Attributes of(KeyValues keyValues) {
		AttributesBuilder attributes = Attributes.builder();
		for (KeyValue keyValue : keyValues) {
			put(attributes, keyValue.getKey(), keyValue.getValue());
		}
		return attributes.build();
	}

	private static void put(AttributesBuilder attributes, String key, String value) {
		Function<String, Object> type = TYPES.get(key);
		if (type == null) {
			// Micrometer has no absent value; these two say that nothing failed.
			if (!value.equals(KeyValue.NONE_VALUE) || !(key.equals("error") || key.equals("exception"))) {
				attributes.put(key, value);
			}
			return;
		}
		try {
			Object typed = type.apply(value);
			if (typed instanceof Long number) {
				attributes.put(key, number.longValue());
			}
			else if (typed instanceof Double number) {
				attributes.put(key, number.doubleValue());
			}
			else {
				attributes.put(key, (boolean) typed);
			}
		}
		catch (IllegalArgumentException ex) {
			// For example "none". An attribute has one type in all spans.
		}
	}

	private static Map<String, Function<String, Object>> typed(Function<String, Object> type, String... keys) {
		return Stream.of(keys).collect(Collectors.toMap(Function.identity(), (key) -> type));
	}

	private static Object truth(String value) {
		return switch (value) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException(value);
		};
	}

}
