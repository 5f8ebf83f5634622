package io.github.tracingboot.environment;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Headers as environment variables: {@code traceparent} is {@code TRACEPARENT}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/context/env-carriers/">
 * OpenTelemetry: environment variables as context propagation carriers</a>
 */
enum VariableCarrier implements TextMapGetter<UnaryOperator<@Nullable String>>, TextMapSetter<Map<String, String>> {

	INSTANCE;

	@Override
	public Iterable<String> keys(UnaryOperator<@Nullable String> variables) {
		return List.of();
	}

	@Override
	public @Nullable String get(@Nullable UnaryOperator<@Nullable String> variables, String key) {
		return (variables != null) ? variables.apply(variable(key)) : null;
	}

	@Override
	public void set(@Nullable Map<String, String> variables, String key, String value) {
		if (variables != null) {
			variables.put(variable(key), value);
		}
	}

	static boolean isIn(Environment environment, Collection<String> keys) {
		for (String key : keys) {
			if (environment.containsProperty(variable(key))) {
				return true;
			}
		}
		return false;
	}

	private static String variable(String key) {
		return key.toUpperCase(Locale.ROOT).replace('-', '_');
	}

}
