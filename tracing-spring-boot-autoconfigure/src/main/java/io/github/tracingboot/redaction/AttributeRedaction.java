package io.github.tracingboot.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/** Takes the secrets out of attributes. */
final class AttributeRedaction {

	private static final Set<String> SQL = Set.of("db.query.text", "db.statement");

	private static final List<AttributeKey<String>> SYSTEM = List.of(AttributeKey.stringKey("db.system.name"),
			AttributeKey.stringKey("db.system"));

	private final TextRedaction text;

	private final DeniedNames denied;

	private final @Nullable Action deniedAction;

	private final boolean sqlLiterals;

	AttributeRedaction(TextRedaction text, DeniedNames denied, @Nullable Action deniedAction, boolean sqlLiterals) {
		this.text = text;
		this.denied = denied;
		this.deniedAction = deniedAction;
		this.sqlLiterals = sqlLiterals;
	}

	static AttributeRedaction of(RedactionProperties properties) {
		return of(properties.keys(), properties.patterns(), properties.rules(), properties.hashKey(),
				properties.sqlLiterals());
	}

	static AttributeRedaction of(RedactionProperties.Keys keys, RedactionProperties.Patterns patterns,
			List<RedactionProperties.Rule> rules, @Nullable String hashKey, boolean sqlLiterals) {
		List<String> names = new ArrayList<>(keys.denied());
		names.addAll(keys.additional());
		DeniedNames denied = new DeniedNames(names, keys.allowed());
		Action action = Action.parse("tracing.redaction.keys.action", keys.action(), hashKey);
		return new AttributeRedaction(TextRedaction.of(patterns, rules, hashKey, denied), denied, action, sqlLiterals);
	}

	TextRedaction text() {
		return this.text;
	}

	/**
	 * Takes the secrets out.
	 * @param attributes any attributes
	 * @return the attributes themselves if there are none
	 */
	Attributes redact(Attributes attributes) {
		if (attributes.isEmpty()) {
			return attributes;
		}
		Search search = new Search(this, attributes);
		attributes.forEach(search);
		return search.found ? copy(attributes) : attributes;
	}

	private Attributes copy(Attributes attributes) {
		AttributesBuilder copy = Attributes.builder();
		attributes.forEach((key, value) -> {
			Object redacted = redact(attributes, key, value);
			if (redacted == value) {
				put(copy, key, value);
			}
			else if (redacted instanceof List<?> list) {
				put(copy, AttributeKey.stringArrayKey(key.getKey()), list);
			}
			else if (redacted != null) {
				copy.put(key.getKey(), redacted.toString());
			}
		});
		return copy.build();
	}

	@SuppressWarnings("unchecked")
	private static <T> void put(AttributesBuilder copy, AttributeKey<T> key, Object value) {
		copy.put(key, (T) value);
	}

	/** The same object if there is no secret in it, {@code null} if nothing is left. */
	private @Nullable Object redact(Attributes attributes, AttributeKey<?> key, Object value) {
		if (this.deniedAction != null && !(value instanceof Boolean) && this.denied.contains(key.getKey())) {
			return denied(this.deniedAction, value);
		}
		if (value instanceof String string) {
			return isSql(key) ? this.text.redact(SqlText.withoutLiterals(string, system(attributes)))
					: this.text.redact(string, key.getKey().hashCode());
		}
		if (value instanceof Long number) {
			return this.text.isSecret(number) ? this.text.redact(number.toString()) : value;
		}
		return (value instanceof List<?> list) ? redact(list) : value;
	}

	private static @Nullable Object denied(Action action, Object value) {
		if (action == Action.REMOVE) {
			return null;
		}
		return (value instanceof List<?> list)
				? list.stream().map((element) -> action.replace(String.valueOf(element))).toList()
				: action.replace(value.toString());
	}

	private List<?> redact(List<?> values) {
		List<Object> redacted = new ArrayList<>(values.size());
		boolean found = false;
		for (Object value : values) {
			Object now = value;
			if (value instanceof String string) {
				now = option(redacted) ? Action.MASK : this.text.redact(string);
			}
			else if (value instanceof Long number && this.text.isSecret(number)) {
				now = this.text.redact(number.toString());
			}
			found |= now != value;
			redacted.add(now);
		}
		return found ? redacted.stream().map(Object::toString).toList() : values;
	}

	/** A command line: what follows {@code --password} is one. */
	private boolean option(List<Object> before) {
		return this.deniedAction != null && !before.isEmpty() && before.get(before.size() - 1) instanceof String option
				&& option.startsWith("-") && option.indexOf('=') < 0 && this.denied.contains(option);
	}

	private boolean isSql(AttributeKey<?> key) {
		return this.sqlLiterals && SQL.contains(key.getKey());
	}

	private static @Nullable String system(Attributes attributes) {
		for (AttributeKey<String> key : SYSTEM) {
			String system = attributes.get(key);
			if (system != null) {
				return system;
			}
		}
		return null;
	}

	/**
	 * Attributes cannot be left half-way, so this goes through all, but looks no more.
	 */
	private static final class Search implements BiConsumer<AttributeKey<?>, Object> {

		private final AttributeRedaction redaction;

		private final Attributes attributes;

		private boolean found;

		Search(AttributeRedaction redaction, Attributes attributes) {
			this.redaction = redaction;
			this.attributes = attributes;
		}

		@Override
		public void accept(AttributeKey<?> key, Object value) {
			this.found = this.found || this.redaction.redact(this.attributes, key, value) != value;
		}

	}

}
