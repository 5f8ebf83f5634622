package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;

/**
 * What the names in an expression stand for.
 *
 * @param root what a name without {@code #} is a property of
 * @param named what names with {@code #} are
 */
record Variables(ValueSource root, Map<String, ValueSource> named) {

	static final String RESULT = "result";

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	static final ValueSource RETURNED = (target, arguments, result) -> result;

	/** Arguments by name and as {@code p0} and {@code a0}; the target is the root. */
	static Variables of(Method method) {
		Map<String, ValueSource> named = new LinkedHashMap<>();
		@Nullable String @Nullable [] names = NAMES.getParameterNames(method);
		for (int i = 0; i < method.getParameterCount(); i++) {
			ValueSource argument = argument(i);
			named.put("p" + i, argument);
			named.put("a" + i, argument);
			// The continuation of a suspending function has none.
			String name = (names != null && i < names.length) ? names[i] : null;
			if (name != null) {
				named.put(name, argument);
			}
		}
		named.put(RESULT, RETURNED);
		return new Variables((target, arguments, result) -> target, named);
	}

	static ValueSource argument(int index) {
		return (target, arguments, result) -> arguments[index];
	}

	Variables withRoot(ValueSource root) {
		return new Variables(root, this.named);
	}

	@Nullable ValueSource find(String name) {
		return (name.equals("root") || name.equals("this")) ? this.root : this.named.get(name);
	}

}
