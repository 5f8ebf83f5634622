package io.github.tracingboot.environment;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * What Spring Boot binds to a record, of which mostly little is set: Boot's binder is
 * asked for what is, and for nothing else.
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
	 * Whether all of the record's properties have their defaults.
	 * @param type the record
	 * @param prefix of the record
	 * @return false if something that is set may make a difference
	 */
	boolean areDefaults(Class<?> type, ConfigurationPropertyName prefix) {
		return this.set.stream().noneMatch((name) -> isIn(type, prefix, name));
	}

	<R> R of(Class<R> type, ConfigurationPropertyName prefix) {
		return RecordDefaults.of(type, (component, byDefault) -> value(component, prefix, byDefault));
	}

	private @Nullable Object value(RecordComponent component, ConfigurationPropertyName prefix,
			Supplier<@Nullable Object> byDefault) {
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
			return byDefault.get();
		}
		if (ours) {
			return of(component.getType(), name);
		}
		// Most that is set is a text as it is; what converts others takes time to load.
		if (component.getType() == String.class) {
			return this.binder.bind(name, Bindable.of(Object.class)).<Object>map(Object::toString).orElseGet(byDefault);
		}
		return this.binder.bind(name, Bindable.of(ResolvableType.forType(component.getGenericType())))
			.orElseGet(byDefault);
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
