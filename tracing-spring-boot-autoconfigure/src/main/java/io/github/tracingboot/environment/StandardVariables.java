package io.github.tracingboot.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Translates standard variables into our properties.
 *
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">
 * OpenTelemetry: environment variable specification</a>
 */
final class StandardVariables {

	/** What switches tracing off; nothing else is read then. */
	static final Set<String> SWITCHES = Set.of("OTEL_SDK_DISABLED", "DO_NOT_TRACK");

	/** Milliseconds in the variable, a duration in the property. */
	private static final Map<String, String> DURATIONS = Map.of( //
			"OTEL_BSP_SCHEDULE_DELAY", "tracing.exporter.batch.schedule-delay", //
			"OTEL_BSP_EXPORT_TIMEOUT", "tracing.exporter.batch.export-timeout");

	private static final Map<String, String> NUMBERS = Map.of( //
			"OTEL_BSP_MAX_QUEUE_SIZE", "tracing.exporter.batch.max-queue-size", //
			"OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "tracing.exporter.batch.max-batch-size", //
			"OTEL_SPAN_EVENT_COUNT_LIMIT", "tracing.span-limits.max-events", //
			"OTEL_SPAN_LINK_COUNT_LIMIT", "tracing.span-limits.max-links", //
			"OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "tracing.span-limits.max-attributes-per-event", //
			"OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "tracing.span-limits.max-attributes-per-link");

	private static final Set<String> PROPAGATORS = Set.of("tracecontext", "baggage", "b3", "b3multi", "jaeger");

	private static final Map<String, String> SERVICE_ATTRIBUTES = Map.of( //
			"service.name", "tracing.service.name", //
			"service.namespace", "tracing.service.namespace", //
			"service.version", "tracing.service.version", //
			"service.instance.id", "tracing.service.instance-id", //
			"deployment.environment.name", "tracing.environment", //
			"deployment.environment", "tracing.environment", //
			"k8s.cluster.name", "tracing.cluster");

	private final Variables variables;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private StandardVariables(Variables variables) {
		this.variables = variables;
	}

	/** Whether a name may be that of a variable that is read here. */
	static boolean isVariable(String name) {
		return name.startsWith("OTEL_") || name.startsWith("TRACE_") || name.startsWith("TEMPO_")
				|| name.equals("DO_NOT_TRACK");
	}

	/**
	 * Reads the variables.
	 * @param source gives the value of a variable, or {@code null}
	 * @return what they say, as properties
	 * @throws io.github.tracingboot.core.InvalidConfigurationException if a value is not
	 * supported
	 */
	static Map<String, Object> asProperties(UnaryOperator<@Nullable String> source) {
		Variables variables = new Variables(source);
		if ("true".equalsIgnoreCase(variables.value("OTEL_SDK_DISABLED"))
				|| "true".equalsIgnoreCase(variables.value("DO_NOT_TRACK"))
				|| "1".equals(variables.value("DO_NOT_TRACK"))) {
			return Map.of("tracing.enabled", "false");
		}
		StandardVariables translation = new StandardVariables(variables);
		translation.resource();
		translation.sampling();
		translation.propagation();
		translation.http();
		translation.limits();
		translation.exporters();
		return translation.properties;
	}

	private void resource() {
		this.variables.pairs("OTEL_RESOURCE_ATTRIBUTES")
			.forEach((key, value) -> put(
					SERVICE_ATTRIBUTES.getOrDefault(key, "tracing.resource.attributes[" + key + "]"), value));
		put("tracing.service.name", this.variables.value("OTEL_SERVICE_NAME"));
		putIfAbsent("tracing.environment", this.variables.value("TRACE_ENVIRONMENT"));
		putIfAbsent("tracing.cluster", this.variables.value("TRACE_CLUSTER_NAME"));
	}

	private void sampling() {
		String sampler = this.variables.value("OTEL_TRACES_SAMPLER");
		if (sampler == null) {
			Double percentage = this.variables.decimal("TRACE_SAMPLING_PERCENTAGE", 100);
			put("tracing.sampling.probability", (percentage != null) ? String.valueOf(percentage / 100) : null);
			return;
		}
		String base = sampler.startsWith("parentbased_") ? sampler.substring("parentbased_".length()) : sampler;
		Double ratio = this.variables.decimal("OTEL_TRACES_SAMPLER_ARG", 1);
		put("tracing.sampling.parent-based", String.valueOf(!base.equals(sampler)));
		put("tracing.sampling.probability", switch (base) {
			case "always_on" -> "1.0";
			case "always_off" -> "0.0";
			case "traceidratio" -> (ratio != null) ? String.valueOf(ratio) : "1.0";
			default -> throw Variables.unsupported("OTEL_TRACES_SAMPLER", sampler,
					"always_on, always_off, traceidratio and the same with parentbased_ before them");
		});
	}

	private void propagation() {
		if (this.variables.value("OTEL_PROPAGATORS") == null) {
			return;
		}
		List<String> types = new ArrayList<>(this.variables.list("OTEL_PROPAGATORS"));
		types.remove("none");
		types.forEach((type) -> {
			if (!PROPAGATORS.contains(type)) {
				throw Variables.unsupported("OTEL_PROPAGATORS", type,
						"tracecontext, baggage, b3, b3multi, jaeger, none");
			}
		});
		put("tracing.propagation.type", String.join(",", types));
	}

	private void http() {
		put("tracing.web.known-methods", this.variables.value("OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS"));
	}

	private void limits() {
		DURATIONS.forEach((name, property) -> put(property, this.variables.milliseconds(name)));
		NUMBERS.forEach((name, property) -> put(property, this.variables.number(name)));
		put("tracing.span-limits.max-attributes", this.variables.number("OTEL_ATTRIBUTE_COUNT_LIMIT"));
		put("tracing.span-limits.max-attributes", this.variables.number("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"));
		put("tracing.span-limits.max-attribute-value-length",
				this.variables.number("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"));
		put("tracing.span-limits.max-attribute-value-length",
				this.variables.number("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT"));
	}

	private void exporters() {
		this.properties.putAll(OtlpVariables.asProperties(this.variables));
		if (this.variables.value("OTEL_TRACES_EXPORTER") == null) {
			return;
		}
		List<String> exporters = this.variables.list("OTEL_TRACES_EXPORTER");
		exporters.forEach((exporter) -> {
			if (!Set.of("otlp", "console", "none").contains(exporter)) {
				throw Variables.unsupported("OTEL_TRACES_EXPORTER", exporter, "otlp, console, none");
			}
		});
		boolean otlp = exporters.contains("otlp");
		put("tracing.exporter.otlp.enabled", String.valueOf(otlp));
		put("tracing.exporter.console.enabled", String.valueOf(exporters.contains("console")));
		if (otlp) {
			putIfAbsent("tracing.exporter.otlp.endpoint", OtlpVariables.defaultEndpoint(this.variables));
		}
	}

	private void put(String property, @Nullable String value) {
		if (value != null) {
			this.properties.put(property, value);
		}
	}

	private void putIfAbsent(String property, @Nullable String value) {
		if (value != null) {
			this.properties.putIfAbsent(property, value);
		}
	}

}
