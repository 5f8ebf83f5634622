package io.github.tracingboot.environment;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Variables in the forms that the OpenTelemetry specification knows; one that is blank
 * counts as absent.
 */
final class Variables {

	private final UnaryOperator<@Nullable String> source;

	Variables(UnaryOperator<@Nullable String> source) {
		this.source = source;
	}

	/** The baggage form: {@code key=value,key=value}, each percent-encoded. */
	Map<String, String> pairs(String name) {
		Map<String, String> pairs = new LinkedHashMap<>();
		for (String pair : list(name)) {
			int equals = pair.indexOf('=');
			if (equals <= 0) {
				throw new InvalidConfigurationException(
						name + " has an entry without a key or without '=': it must be key=value,key=value.",
						"Correct " + name + ".", "Write the entries in application.yml instead.");
			}
			pairs.put(decode(name, pair.substring(0, equals).trim()), decode(name, pair.substring(equals + 1).trim()));
		}
		return pairs;
	}

	private static String decode(String name, String value) {
		try {
			return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationException(name + " holds a value that is not percent-encoded rightly.",
					"Write a per cent sign as %25.", "Write the entry in application.yml instead, without encoding.");
		}
	}

	List<String> list(String name) {
		String value = value(name);
		return (value != null) ? List.of(StringUtils.tokenizeToStringArray(value, ",")) : List.of();
	}

	@Nullable String number(String name) {
		String value = value(name);
		if (value != null && !value.matches("\\d{1,9}")) {
			throw unsupported(name, value, "whole numbers from 0 to 999999999");
		}
		return value;
	}

	@Nullable String milliseconds(String name) {
		String number = number(name);
		return (number != null) ? number + "ms" : null;
	}

	@Nullable Double decimal(String name, int max) {
		String value = value(name);
		if (value == null) {
			return null;
		}
		try {
			double parsed = Double.parseDouble(value);
			if (parsed >= 0 && parsed <= max) {
				return parsed;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw unsupported(name, value, "numbers from 0 to " + max);
	}

	static InvalidConfigurationException unsupported(String name, String value, String supported) {
		return new InvalidConfigurationException(
				"The variable " + name + " is '" + value + "', which is not supported. Supported: " + supported + ".",
				"Set " + name + " to a supported value.", "Remove it and configure tracing in application.yml.");
	}

	@Nullable String value(String name) {
		String value = this.source.apply(name);
		return StringUtils.hasText(value) ? value.trim() : null;
	}

}
