package io.github.tracingboot.annotation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The expressions that nearly everyone writes, {@code #order.customer.name}, without the
 * cost of an expression language. What is {@code null} on the way has no value. Where a
 * property is not a plain getter, the expression language does it after all.
 */
final class PropertyPath implements ValueSource {

	private static final Pattern SYNTAX = Pattern
		.compile("(#?[A-Za-z_$][\\w$]*)((?:\\??\\.[A-Za-z_$][\\w$]*(?:\\(\\))?)*)");

	private static final Set<String> WORDS = Set.of("true", "false", "null", "new", "not", "and", "or");

	private static final MethodType READ = MethodType.methodType(Object.class, Object.class);

	private final ValueSource root;

	private final Step[] steps;

	private final ValueSource language;

	private PropertyPath(ValueSource root, List<String> steps, ValueSource language) {
		this.root = root;
		this.steps = steps.stream().map(Step::new).toArray(Step[]::new);
		this.language = language;
	}

	/**
	 * Makes a path of an expression.
	 * @param expression the expression
	 * @param variables what the names in it stand for
	 * @param language the expression as the language understands it
	 * @return the path, or the language where it is more than a path
	 */
	static ValueSource of(String expression, Variables variables, ValueSource language) {
		var path = SYNTAX.matcher(expression.strip());
		if (!path.matches() || WORDS.contains(path.group(1))) {
			return language;
		}
		String first = path.group(1);
		List<String> steps = Arrays.stream(path.group(2).replace("?", "").split("\\."))
			.filter(StringUtils::hasLength)
			.toList();
		if (first.startsWith("#")) {
			ValueSource root = variables.find(first.substring(1));
			return (root != null) ? of(root, steps, language) : language;
		}
		List<String> all = new ArrayList<>(List.of(first));
		all.addAll(steps);
		return of(variables.root(), all, language);
	}

	private static ValueSource of(ValueSource root, List<String> steps, ValueSource language) {
		return steps.isEmpty() ? root : new PropertyPath(root, steps, language);
	}

	@Override
	public @Nullable Object value(@Nullable Object target, @Nullable Object[] arguments, @Nullable Object result) {
		Object current = this.root.value(target, arguments, result);
		for (Step step : this.steps) {
			if (current == null) {
				return null;
			}
			MethodHandle getter = step.getters.get(current.getClass());
			if (getter == Step.NONE) {
				return this.language.value(target, arguments, result);
			}
			current = read(getter, current);
		}
		return current;
	}

	private static @Nullable Object read(MethodHandle getter, Object object) {
		try {
			return (Object) getter.invokeExact(object);
		}
		catch (Throwable ex) {
			ReflectionUtils.rethrowRuntimeException(ex);
			return null;
		}
	}

	/** The getters of one name, by class: each is looked for once. */
	private static final class Step {

		private static final MethodHandle NONE = MethodHandles.empty(READ);

		private final String name;

		private final ClassValue<MethodHandle> getters = new ClassValue<>() {
			@Override
			protected MethodHandle computeValue(Class<?> type) {
				return find(type);
			}
		};

		Step(String name) {
			this.name = name;
		}

		private MethodHandle find(Class<?> type) {
			Method getter = getter(type);
			if (getter == null) {
				return NONE;
			}
			try {
				Method reachable = ClassUtils.getPubliclyAccessibleMethodIfPossible(getter, type);
				if (!reachable.trySetAccessible()) {
					return NONE;
				}
				return MethodHandles.lookup().unreflect(reachable).asType(READ);
			}
			catch (IllegalAccessException ex) {
				return NONE;
			}
		}

		private @Nullable Method getter(Class<?> type) {
			if (this.name.endsWith("()")) {
				return method(type, this.name.substring(0, this.name.length() - 2));
			}
			String property = StringUtils.capitalize(this.name);
			Method getter = method(type, "get" + property);
			if (getter == null) {
				getter = method(type, "is" + property);
				getter = (getter != null && getter.getReturnType() == boolean.class) ? getter : null;
			}
			return (getter != null) ? getter : method(type, this.name);
		}

		private static @Nullable Method method(Class<?> type, String name) {
			Method method = ClassUtils.getMethodIfAvailable(type, name);
			return (method != null && method.getReturnType() != void.class && !Modifier.isStatic(method.getModifiers()))
					? method : null;
		}

	}

}
