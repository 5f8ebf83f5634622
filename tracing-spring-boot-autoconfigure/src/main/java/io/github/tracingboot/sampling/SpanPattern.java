package io.github.tracingboot.sampling;

import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.PatternMatchUtils;

/**
 * Spans that have all that is named here; what is not named may be anything.
 *
 * @param spanName the name, with * for any characters
 * @param kind the kind
 * @param attributes attributes and their values, with * for any characters
 */
record SpanPattern(@Nullable String spanName, @Nullable SpanKind kind, Map<String, String> attributes) {

	boolean matches(String name, SpanKind spanKind, Attributes actual) {
		if (this.kind != null && this.kind != spanKind) {
			return false;
		}
		if (this.spanName != null && !PatternMatchUtils.simpleMatch(this.spanName, name)) {
			return false;
		}
		return this.attributes.isEmpty() || matches(actual);
	}

	private boolean matches(Attributes actual) {
		for (Map.Entry<String, String> wanted : this.attributes.entrySet()) {
			Object value = value(actual, wanted.getKey());
			if (value == null || !PatternMatchUtils.simpleMatch(wanted.getValue(), value.toString())) {
				return false;
			}
		}
		return true;
	}

	/** Whatever the type: a rule in a configuration file knows only text. */
	private static @Nullable Object value(Attributes attributes, String name) {
		String text = attributes.get(AttributeKey.stringKey(name));
		if (text != null) {
			return text;
		}
		for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
			if (entry.getKey().getKey().equals(name)) {
				return entry.getValue();
			}
		}
		return null;
	}

}
