package io.github.tracingboot.annotation;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** An attribute that a method gives its span. Its keys are made once. */
final class MethodAttribute {

	private final String name;

	private final ValueSource source;

	private final boolean asString;

	private final AttributeKey<String> text;

	private final AttributeKey<Long> integer;

	private final AttributeKey<Double> number;

	private final AttributeKey<Boolean> truth;

	MethodAttribute(String name, ValueSource source, boolean asString) {
		this.name = name;
		this.source = source;
		this.asString = asString;
		this.text = AttributeKey.stringKey(name);
		this.integer = AttributeKey.longKey(name);
		this.number = AttributeKey.doubleKey(name);
		this.truth = AttributeKey.booleanKey(name);
	}

	String name() {
		return this.name;
	}

	/**
	 * Finds the value for a call.
	 * @return what {@link #put} takes, {@code null} for nothing
	 */
	@Nullable Object value(@Nullable Object target, @Nullable Object[] arguments, @Nullable Object result) {
		Object value = AttributeValues.of(this.source.value(target, arguments, result), this.asString);
		if (value == AttributeValues.UNSUPPORTED) {
			throw new IllegalArgumentException("its type has no form as an attribute, and asString is not set");
		}
		return value;
	}

	void put(Span span, Object value) {
		if (value instanceof String string) {
			span.setAttribute(this.text, string);
		}
		else {
			span.setAttribute(key(value), value);
		}
	}

	void put(AttributesBuilder attributes, Object value) {
		attributes.put(key(value), value);
	}

	// The key has the type of the value.
	@SuppressWarnings("unchecked")
	private AttributeKey<Object> key(Object value) {
		if (value instanceof Long) {
			return (AttributeKey<Object>) (AttributeKey<?>) this.integer;
		}
		if (value instanceof Double) {
			return (AttributeKey<Object>) (AttributeKey<?>) this.number;
		}
		if (value instanceof Boolean) {
			return (AttributeKey<Object>) (AttributeKey<?>) this.truth;
		}
		if (value instanceof List<?> list) {
			return (AttributeKey<Object>) (AttributeKey<?>) listKey(list.get(0));
		}
		return (AttributeKey<Object>) (AttributeKey<?>) this.text;
	}

	private AttributeKey<?> listKey(Object element) {
		if (element instanceof Long) {
			return AttributeKey.longArrayKey(this.name);
		}
		if (element instanceof Double) {
			return AttributeKey.doubleArrayKey(this.name);
		}
		if (element instanceof Boolean) {
			return AttributeKey.booleanArrayKey(this.name);
		}
		return AttributeKey.stringArrayKey(this.name);
	}

}
