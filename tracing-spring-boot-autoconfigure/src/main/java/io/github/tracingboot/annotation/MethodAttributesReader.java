package io.github.tracingboot.annotation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.expression.ParseException;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/** Reads the attributes that a method's annotations ask for. */
final class MethodAttributesReader {

	private final Supplier<Expressions> expressions;

	/**
	 * Creates the reader.
	 * @param expressions made once, for the first annotation that has one: applications
	 * without any do not pay for the expression language
	 */
	MethodAttributesReader(Supplier<Expressions> expressions) {
		this.expressions = SingletonSupplier.of(expressions);
	}

	/**
	 * Reads what stands on a method and its parameters.
	 * @param name the method's name for people
	 * @param method the method of the class that is called
	 * @param templates what {@link Traced#attributes} has
	 * @return the attributes
	 * @throws InvalidConfigurationException if one of them makes no sense
	 */
	MethodAttributes read(String name, Method method, List<String> templates) {
		Variables variables = Variables.of(method);
		List<MethodAttribute> ofCall = new ArrayList<>();
		List<MethodAttribute> ofResult = new ArrayList<>();
		for (String template : templates) {
			boolean result = template.contains("#" + Variables.RESULT);
			(result ? ofResult : ofCall).add(template(name, template, variables));
		}
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			MergedAnnotation<SpanAttribute> annotation = TracedAnnotations.onParameter(parameter);
			if (annotation.isPresent()) {
				ofCall.add(ofValue(name, annotation, Variables.argument(parameter.getParameterIndex()), variables,
						nameOf(parameter)));
			}
		}
		MergedAnnotation<SpanAttribute> returned = TracedAnnotations.onReturnValue(method);
		if (returned.isPresent()) {
			ofResult.add(ofValue(name, returned, Variables.RETURNED, variables, null));
		}
		return new MethodAttributes(name, ofCall, ofResult);
	}

	private MethodAttribute template(String method, String template, Variables variables) {
		int equals = template.indexOf('=');
		String name = (equals > 0) ? template.substring(0, equals).strip() : "";
		if (name.isEmpty()) {
			throw new InvalidConfigurationException(
					"@Traced on " + method + " has the attribute '" + template + "', which is not name=value.",
					"Write it as name=value, for example \"order.id=#{#order.id}\".");
		}
		try {
			return new MethodAttribute(name,
					this.expressions.get().parseTemplate(template.substring(equals + 1).strip(), variables), false);
		}
		catch (ParseException | IllegalArgumentException | IllegalStateException ex) {
			throw malformed("@Traced on " + method + " has the attribute '" + template + "'", ex);
		}
	}

	private MethodAttribute ofValue(String method, MergedAnnotation<SpanAttribute> annotation, ValueSource value,
			Variables variables, @Nullable String defaultName) {
		String name = StringUtils.hasText(annotation.getString("name")) ? annotation.getString("name") : defaultName;
		if (name == null) {
			throw new InvalidConfigurationException(
					"@SpanAttribute on " + method + " has no name for what it puts on the span.",
					"Give it a name: @SpanAttribute(\"order.id\").",
					"For a parameter, compile with the option -parameters.");
		}
		String expression = annotation.getString("expression");
		ValueSource source = value;
		if (StringUtils.hasText(expression)) {
			try {
				source = this.expressions.get().parse(expression, variables.withRoot(value));
			}
			catch (ParseException | IllegalArgumentException | IllegalStateException ex) {
				throw malformed("@SpanAttribute on " + method + " has the expression '" + expression + "'", ex);
			}
			source = ifPresent(value, source);
		}
		return new MethodAttribute(name, source, annotation.getBoolean("asString"));
	}

	private static ValueSource ifPresent(ValueSource value, ValueSource of) {
		return (target, arguments, result) -> (value.value(target, arguments, result) != null)
				? of.value(target, arguments, result) : null;
	}

	private static @Nullable String nameOf(MethodParameter parameter) {
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		return parameter.getParameterName();
	}

	private static InvalidConfigurationException malformed(String what, Exception cause) {
		return new InvalidConfigurationException(what + ", which is not a valid expression: " + cause.getMessage(),
				"Correct the expression; the parameters are there by name with a #, for example #order.id.");
	}

}
