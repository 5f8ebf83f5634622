package io.github.tracingboot.exporter;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an export: those of the configuration, and those that the application
 * supplies, which win. No error tells a value, since values are secrets.
 */
final class OtlpHeaders implements Supplier<Map<String, String>> {

	private static final String SYMBOLS = "!#$%&'*+.^_`|~-";

	private final Map<String, String> configured;

	private final @Nullable OtlpHeaderSupplier supplier;

	OtlpHeaders(Map<String, String> configured, @Nullable OtlpHeaderSupplier supplier) {
		this.configured = Map.copyOf(configured);
		this.supplier = supplier;
	}

	/**
	 * Refuses a configured header that cannot be sent.
	 * @param name its name
	 * @param value its value
	 */
	static void require(String name, String value) {
		String property = OtlpProperties.PREFIX + ".headers";
		if (!isName(name)) {
			throw new InvalidConfigurationException(
					property + " has the name '" + name
							+ "' but a header's name must consist of letters, digits and any of !#$%&'*+.^_`|~-",
					"Correct the name under " + property + ".", "Remove the header.");
		}
		if (!isValue(value)) {
			throw new InvalidConfigurationException(
					property + "." + name
							+ " has a character that no header may have; its value must be printable ASCII",
					"Remove line breaks and the like from the value.", "Encode the value, for example in Base64.");
		}
	}

	private static boolean isName(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			if (!letter && !(c >= '0' && c <= '9') && SYMBOLS.indexOf(c) < 0) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private static boolean isValue(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c != '\t' && (c < ' ' || c > '~')) {
				return false;
			}
		}
		return true;
	}

	@Override
	public Map<String, String> get() {
		if (this.supplier == null) {
			return this.configured;
		}
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.configured);
		supplied(this.supplier).forEach((name, value) -> {
			if (name == null || !isName(name)) {
				throw new IllegalStateException("OtlpHeaderSupplier gave a name that no header may have");
			}
			if (value == null || !isValue(value)) {
				throw new IllegalStateException("OtlpHeaderSupplier gave a value that no header may have, for " + name);
			}
			headers.put(name, value);
		});
		return headers;
	}

	private static Map<String, String> supplied(OtlpHeaderSupplier supplier) {
		// A supplier that fetches a token would make a span for each export, which would
		// be exported, and so on for ever.
		Span notSampled = Span.wrap(SpanContext.create("00000000000000000000000000000001", "0000000000000001",
				TraceFlags.getDefault(), TraceState.getDefault()));
		try (Scope scope = Context.root().with(notSampled).makeCurrent()) {
			return Objects.requireNonNull(supplier.headers());
		}
		catch (Throwable ex) {
			// Its message may hold what it was sent or was to send; where it came from
			// does not.
			IllegalStateException failure = new IllegalStateException(
					"OtlpHeaderSupplier failed with " + ex.getClass().getName());
			failure.setStackTrace(ex.getStackTrace());
			throw failure;
		}
	}

}
