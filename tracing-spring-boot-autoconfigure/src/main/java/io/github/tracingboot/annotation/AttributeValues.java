package io.github.tracingboot.annotation;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/** Turns values into what an attribute can hold. */
final class AttributeValues {

	/** Stands for a value that has no form as an attribute. */
	static final Object UNSUPPORTED = new Object();

	private static final double NANOS_PER_SECOND = 1e9;

	private AttributeValues() {
	}

	/**
	 * Finds the form of a value.
	 * @param value the value
	 * @param asString whether text will do for any other
	 * @return a {@code String}, {@code Long}, {@code Double}, {@code Boolean} or a list
	 * of one of these that is not empty, {@code null} for nothing, {@link #UNSUPPORTED}
	 */
	static @Nullable Object of(@Nullable Object value, boolean asString) {
		if (value == null || value instanceof String || value instanceof Long || value instanceof Double
				|| value instanceof Boolean) {
			return value;
		}
		if (value instanceof Number number) {
			return ofNumber(number, asString);
		}
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof Duration duration) {
			return duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND;
		}
		if (value instanceof CharSequence || value instanceof Character || value instanceof Instant) {
			return value.toString();
		}
		if (value instanceof Collection<?> collection) {
			return ofElements(collection, asString);
		}
		if (value.getClass().isArray()) {
			return ofElements(elements(value), asString);
		}
		return ofOptional(value, asString);
	}

	private static @Nullable Object ofOptional(Object value, boolean asString) {
		if (value instanceof Optional<?> optional) {
			return of(optional.orElse(null), asString);
		}
		if (value instanceof OptionalInt optional) {
			return optional.isPresent() ? (Object) (long) optional.getAsInt() : null;
		}
		if (value instanceof OptionalLong optional) {
			return optional.isPresent() ? (Object) optional.getAsLong() : null;
		}
		if (value instanceof OptionalDouble optional) {
			return optional.isPresent() ? (Object) optional.getAsDouble() : null;
		}
		return asString ? value.toString() : UNSUPPORTED;
	}

	private static Object ofNumber(Number number, boolean asString) {
		if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
			return number.longValue();
		}
		if (number instanceof Float) {
			// By its text: 0.1f is not 0.10000000149011612 to whoever wrote it.
			return Double.valueOf(number.toString());
		}
		if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
			return big.longValue();
		}
		return asString ? number.toString() : UNSUPPORTED;
	}

	private static List<@Nullable Object> elements(Object array) {
		List<@Nullable Object> elements = new ArrayList<>();
		for (int i = 0; i < Array.getLength(array); i++) {
			elements.add(Array.get(array, i));
		}
		return elements;
	}

	private static @Nullable Object ofElements(Collection<?> elements, boolean asString) {
		List<Object> values = new ArrayList<>(elements.size());
		for (Object element : elements) {
			Object value = of(element, asString);
			if (value == UNSUPPORTED || value instanceof List<?>) {
				return asString ? elements.toString() : UNSUPPORTED;
			}
			if (value != null) {
				values.add(value);
			}
		}
		if (values.isEmpty()) {
			return null;
		}
		Class<?> type = values.get(0).getClass();
		if (values.stream().allMatch(type::isInstance)) {
			return values;
		}
		return asString ? values.stream().map(Object::toString).toList() : UNSUPPORTED;
	}

}
