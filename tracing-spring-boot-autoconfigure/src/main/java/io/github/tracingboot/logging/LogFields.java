package io.github.tracingboot.logging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.PatternMatchUtils;

/**
 * What goes to the MDC, and under which keys.
 *
 * @param traceId key of the trace's id
 * @param spanId key of the span's id
 * @param traceFlags key of the trace's flags
 * @param baggage names of baggage entries; * stands for anything
 */
record LogFields(String traceId, String spanId, String traceFlags, List<String> baggage) {

	static final LogFields DEFAULTS = new LogFields("trace_id", "span_id", "trace_flags", List.of());

	static LogFields in(Environment environment) {
		Binder binder = Binder.get(environment);
		return new LogFields(traceIdKey(environment), key(environment, "span-id-key", DEFAULTS.spanId),
				key(environment, "trace-flags-key", DEFAULTS.traceFlags),
				binder.bind("tracing.baggage.log-fields", Bindable.listOf(String.class)).orElse(List.of()));
	}

	static String traceIdKey(Environment environment) {
		return key(environment, "trace-id-key", DEFAULTS.traceId);
	}

	private static String key(Environment environment, String name, String byDefault) {
		return environment.getProperty("tracing.logging." + name, byDefault);
	}

	/**
	 * What is wanted of a context.
	 * @param context whose span and baggage
	 * @return the fields, which may be changed unless there are none
	 */
	Map<String, String> valuesIn(Context context) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		Baggage entries = baggageIn(context);
		if (entries == null && !span.isValid()) {
			return Map.of();
		}
		Map<String, String> values = new HashMap<>();
		if (entries != null) {
			entries.forEach((name, entry) -> {
				if (isWanted(name)) {
					values.put(name, entry.getValue());
				}
			});
		}
		if (span.isValid()) {
			values.put(this.traceId, span.getTraceId());
			values.put(this.spanId, span.getSpanId());
			values.put(this.traceFlags, span.getTraceFlags().asHex());
		}
		return values;
	}

	@Nullable String valueIn(Context context, String key) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (span.isValid()) {
			if (key.equals(this.traceId)) {
				return span.getTraceId();
			}
			if (key.equals(this.spanId)) {
				return span.getSpanId();
			}
			if (key.equals(this.traceFlags)) {
				return span.getTraceFlags().asHex();
			}
		}
		Baggage entries = baggageIn(context);
		return (entries != null && isWanted(key)) ? entries.getEntryValue(key) : null;
	}

	@Nullable Baggage baggageIn(@Nullable Context context) {
		return (context != null && !this.baggage.isEmpty()) ? Baggage.fromContextOrNull(context) : null;
	}

	/**
	 * Puts the entries that are wanted.
	 * @param before the baggage that they replace
	 * @param after the baggage that they come from
	 * @return what the user had under the keys that are new
	 */
	@Nullable Map<String, String> replace(@Nullable Baggage before, @Nullable Baggage after) {
		Map<String, String> hidden = null;
		if (after != null) {
			for (Map.Entry<String, BaggageEntry> entry : after.asMap().entrySet()) {
				String name = entry.getKey();
				if (isWanted(name)) {
					String present = isIn(before, name) ? null : MDC.get(name);
					if (present != null) {
						hidden = (hidden != null) ? hidden : new HashMap<>();
						hidden.put(name, present);
					}
					MDC.put(name, entry.getValue().getValue());
				}
			}
		}
		removeAllBut(after, before);
		return hidden;
	}

	private void removeAllBut(@Nullable Baggage kept, @Nullable Baggage present) {
		if (present != null && present != kept) {
			present.forEach((name, entry) -> {
				if (!isIn(kept, name) && isWanted(name)) {
					MDC.remove(name);
				}
			});
		}
	}

	private static boolean isIn(@Nullable Baggage baggage, String name) {
		return baggage != null && baggage.getEntryValue(name) != null;
	}

	private boolean isWanted(String name) {
		for (String pattern : this.baggage) {
			if (PatternMatchUtils.simpleMatch(pattern, name)) {
				return true;
			}
		}
		return false;
	}

}
