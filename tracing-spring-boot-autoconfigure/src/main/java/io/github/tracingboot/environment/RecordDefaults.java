package io.github.tracingboot.environment;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What Spring Boot binds to a record of which nothing is set. Boot's binder looks for a
 * value of each component in each source and converts each default by way of all that it
 * could convert.
 */
final class RecordDefaults {

	private RecordDefaults() {
	}

	/**
	 * Makes the record that has the default of each component.
	 * @param <R> the record
	 * @param type a record of ours: only what these have is known here
	 * @return the record
	 */
	static <R> R of(Class<R> type) {
		return of(type, (component, byDefault) -> byDefault.get());
	}

	/**
	 * Makes the record of what each component is to be.
	 * @param <R> the record
	 * @param type a record of ours: only what these have is known here
	 * @param values gives the value of a component, which may be its default
	 * @return the record
	 */
	static <R> R of(Class<R> type, BiFunction<RecordComponent, Supplier<@Nullable Object>, @Nullable Object> values) {
		RecordComponent[] components = type.getRecordComponents();
		Class<?>[] types = new Class<?>[components.length];
		for (int i = 0; i < types.length; i++) {
			types[i] = components[i].getType();
		}
		try {
			Constructor<R> constructor = type.getDeclaredConstructor(types);
			Annotation[][] annotations = constructor.getParameterAnnotations();
			@Nullable Object[] arguments = new @Nullable Object[types.length];
			for (int i = 0; i < types.length; i++) {
				RecordComponent component = components[i];
				String[] defaults = defaultsIn(annotations[i]);
				arguments[i] = values.apply(component, () -> (defaults != null)
						? value(component.getType(), component.getGenericType(), defaults) : null);
			}
			return BeanUtils.instantiateClass(constructor, arguments);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String @Nullable [] defaultsIn(Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (annotation instanceof DefaultValue value) {
				return value.value();
			}
		}
		return null;
	}

	private static Object value(Class<?> type, Type generic, String[] defaults) {
		if (type.isRecord()) {
			return of(type);
		}
		if (type == Map.class) {
			return new LinkedHashMap<>();
		}
		if (type == List.class) {
			return collect(new ArrayList<>(), generic, defaults);
		}
		if (type == Set.class) {
			return collect(new LinkedHashSet<>(), generic, defaults);
		}
		return value(type, defaults[0]);
	}

	private static Collection<Object> collect(Collection<Object> values, Type generic, String[] defaults) {
		if (defaults.length > 0) {
			Class<?> type = (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
			for (String text : defaults) {
				values.add(value(type, text));
			}
		}
		return values;
	}

	private static Object value(Class<?> type, String text) {
		if (type == String.class) {
			return text;
		}
		if (type == boolean.class) {
			return Boolean.valueOf(text);
		}
		if (type == int.class) {
			return Integer.valueOf(text);
		}
		if (type == double.class) {
			return Double.valueOf(text);
		}
		if (type == Duration.class || type == DataSize.class) {
			return amount(text);
		}
		for (Object constant : type.getEnumConstants()) {
			if (((Enum<?>) constant).name().equalsIgnoreCase(text)) {
				return constant;
			}
		}
		throw new IllegalStateException("No default '" + text + "' of " + type);
	}

	/** In the units that we use: Spring's parsers take their time to load. */
	private static Object amount(String text) {
		int digits = 0;
		while (Character.isDigit(text.charAt(digits))) {
			digits++;
		}
		long number = Long.parseLong(text.substring(0, digits));
		return switch (text.substring(digits)) {
			case "s" -> Duration.ofSeconds(number);
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			case "B" -> DataSize.ofBytes(number);
			case "KB" -> DataSize.ofKilobytes(number);
			case "MB" -> DataSize.ofMegabytes(number);
			default -> throw new IllegalStateException("No unit of a default: '" + text + "'");
		};
	}

}
