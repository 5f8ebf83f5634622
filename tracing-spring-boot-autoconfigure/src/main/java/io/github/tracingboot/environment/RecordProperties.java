package io.github.tracingboot.environment;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * What Spring Boot binds to a record, of which mostly little is set: Boot's binder is
 * asked for what is, and for nothing else. It would look for a value of each component in
 * each source, and convert each default by way of all that it could convert; a record of
 * ours knows its defaults.
 */
final class RecordProperties {

	private final List<ConfigurationPropertyName> set;

	private final Binder binder;

	/**
	 * Of records of ours.
	 * @param set the names of all that is set
	 * @param binder binds it
	 */
	RecordProperties(List<ConfigurationPropertyName> set, Binder binder) {
		this.set = set;
		this.binder = binder;
	}

	/**
	 * What tells the defaults of a record of ours.
	 * @param type any class
	 * @return nothing for any other class
	 */
	static @Nullable Method defaults(Class<?> type) {
		return type.isRecord() ? ReflectionUtils.findMethod(type, "defaults") : null;
	}

	/**
	 * Makes the record that has all defaults.
	 * @param defaults the record's own method for it
	 * @return the record
	 */
	static Object make(Method defaults) {
		return Objects.requireNonNull(call(defaults, null));
	}

	private static @Nullable Object call(Method method, @Nullable Object target) {
		ReflectionUtils.makeAccessible(method);
		return ReflectionUtils.invokeMethod(method, target);
	}

	boolean isSet(ConfigurationPropertyName name) {
		return this.set.contains(name);
	}

	/**
	 * Whether all of the record's properties have their defaults.
	 * @param type the record
	 * @param prefix of the record
	 * @return false if something that is set may make a difference
	 */
	boolean areDefaults(Class<?> type, ConfigurationPropertyName prefix) {
		for (ConfigurationPropertyName name : this.set) {
			if (isIn(type, prefix, name)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Makes the record.
	 * @param defaults the record as it is where nothing is set
	 * @param prefix of the record
	 * @return the record with what is set
	 */
	Object of(Object defaults, ConfigurationPropertyName prefix) {
		RecordComponent[] components = defaults.getClass().getRecordComponents();
		Class<?>[] types = new Class<?>[components.length];
		@Nullable Object[] values = new @Nullable Object[components.length];
		for (int i = 0; i < components.length; i++) {
			types[i] = components[i].getType();
			values[i] = value(components[i], prefix, call(components[i].getAccessor(), defaults));
		}
		return BeanUtils.instantiateClass(canonical(defaults.getClass(), types), values);
	}

	private static Constructor<?> canonical(Class<?> type, Class<?>[] components) {
		try {
			return type.getDeclaredConstructor(components);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private @Nullable Object value(RecordComponent component, ConfigurationPropertyName prefix,
			@Nullable Object byDefault) {
		ConfigurationPropertyName name = prefix.append(DataObjectPropertyName.toDashedForm(component.getName()));
		boolean wanted = false;
		boolean ours = component.getType().isRecord();
		for (ConfigurationPropertyName candidate : this.set) {
			if (prefix.isAncestorOf(candidate) && isIn(component, candidate, prefix.getNumberOfElements())) {
				wanted = true;
				ours &= name.isAncestorOf(candidate);
			}
		}
		if (!wanted) {
			return byDefault;
		}
		if (ours) {
			return of(Objects.requireNonNull(byDefault), name);
		}
		// Most that is set is a text as it is; what converts others takes time to load.
		if (component.getType() == String.class) {
			Object text = this.binder.bind(name, Bindable.of(Object.class)).orElse(null);
			return (text != null) ? text.toString() : byDefault;
		}
		Object value = this.binder.bind(name, Bindable.of(ResolvableType.forType(component.getGenericType())))
			.orElse(null);
		return (value != null) ? value : byDefault;
	}

	/**
	 * Whether a name is that of a component, or of something in one.
	 * @param type the record
	 * @param prefix of the record
	 * @param name what is set
	 * @return whether it may make a difference
	 */
	static boolean isIn(Class<?> type, ConfigurationPropertyName prefix, ConfigurationPropertyName name) {
		return prefix.equals(name) || (prefix.isAncestorOf(name) && isIn(type, name, prefix.getNumberOfElements()));
	}

	private static boolean isIn(Class<?> type, ConfigurationPropertyName name, int depth) {
		for (RecordComponent component : type.getRecordComponents()) {
			if (isIn(component, name, depth)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isIn(RecordComponent component, ConfigurationPropertyName name, int depth) {
		String element = name.getElement(depth, Form.UNIFORM);
		String known = component.getName().toLowerCase(Locale.ROOT);
		if (known.equals(element)) {
			boolean last = name.getNumberOfElements() == depth + 1;
			return last || !component.getType().isRecord() || isIn(component.getType(), name, depth + 1);
		}
		// In a variable's name nothing tells the dash from the dot.
		return known.startsWith(element);
	}

}
