package io.github.tracingboot.environment;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The variables of the OTLP exporter, in which the form for traces wins over the general
 * one, and those that name a Tempo.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">
 * OpenTelemetry: protocol exporter</a>
 */
final class OtlpVariables {

	static final String HTTP = "http/protobuf";

	/** Names of files, in the variable as in the property. */
	static final Map<String, String> CERTIFICATES = Map.of( //
			"CERTIFICATE", "ssl.trust-certificate", //
			"CLIENT_CERTIFICATE", "ssl.client-certificate", //
			"CLIENT_KEY", "ssl.client-key");

	static final String PREFIX = "tracing.exporter.otlp.";

	private final Variables variables;

	private OtlpVariables(Variables variables) {
		this.variables = variables;
	}

	static Map<String, Object> asProperties(Variables variables) {
		OtlpVariables otlp = new OtlpVariables(variables);
		Map<String, @Nullable String> found = new LinkedHashMap<>();
		String endpoint = otlp.endpoint();
		if (endpoint != null) {
			found.put("endpoint", endpoint);
			found.put("protocol", otlp.oneOf("PROTOCOL", Set.of("grpc", HTTP)));
		}
		else if (variables.value("TEMPO_OTLP_GRPC_ENDPOINT") != null) {
			found.put("endpoint", variables.value("TEMPO_OTLP_GRPC_ENDPOINT"));
			found.put("protocol", "grpc");
		}
		else if (variables.value("TEMPO_OTLP_HTTP_ENDPOINT") != null) {
			found.put("endpoint", variables.value("TEMPO_OTLP_HTTP_ENDPOINT"));
			found.put("protocol", HTTP);
		}
		else {
			found.put("protocol", otlp.oneOf("PROTOCOL", Set.of("grpc", HTTP)));
		}
		found.put("compression", otlp.oneOf("COMPRESSION", Set.of("gzip", "none")));
		found.put("timeout", variables.milliseconds(otlp.name("TIMEOUT")));
		CERTIFICATES.forEach((suffix, name) -> found.put(name, otlp.value(suffix)));
		variables.pairs(otlp.name("HEADERS")).forEach((name, value) -> found.put("headers[" + name + "]", value));
		Map<String, Object> properties = new LinkedHashMap<>();
		found.forEach((name, value) -> {
			if (value != null) {
				properties.put(PREFIX + name, value);
			}
		});
		return properties;
	}

	/** Where the specification sends spans when an OTLP exporter is asked for by name. */
	static String defaultEndpoint(Variables variables) {
		return HTTP.equals(new OtlpVariables(variables).value("PROTOCOL")) ? "http://localhost:4318"
				: "http://localhost:4317";
	}

	private @Nullable String endpoint() {
		String traces = this.variables.value("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
		if (traces != null) {
			return withScheme(traces);
		}
		String general = this.variables.value("OTEL_EXPORTER_OTLP_ENDPOINT");
		return (general != null) ? withSignalPath(withScheme(general)) : null;
	}

	/**
	 * What has no scheme is encrypted if that is asked for, or if there is a certificate
	 * to do it with. The specification would encrypt it in any case; here it is the same
	 * as in the property, and to a host that is not local it is refused.
	 */
	private String withScheme(String endpoint) {
		String insecure = oneOf("INSECURE", Set.of("true", "false", "TRUE", "FALSE", "True", "False"));
		if (endpoint.contains("://")) {
			return endpoint;
		}
		boolean certificates = CERTIFICATES.keySet().stream().anyMatch((suffix) -> value(suffix) != null);
		boolean encrypted = (insecure != null) ? insecure.equalsIgnoreCase("false") : certificates;
		return (encrypted ? "https://" : "http://") + endpoint;
	}

	/** Of the general endpoint the specification says that each signal adds its path. */
	private String withSignalPath(String endpoint) {
		if ("grpc".equals(value("PROTOCOL"))) {
			return endpoint;
		}
		String path = path(endpoint);
		return (path.isEmpty() || path.equals("/")) ? endpoint : endpoint.replaceAll("/+$", "") + "/v1/traces";
	}

	private static String path(String endpoint) {
		try {
			String path = URI.create(endpoint).getPath();
			return (path != null) ? path : "";
		}
		catch (IllegalArgumentException ex) {
			// The exporter reports it, as it would the same value of the property.
			return "";
		}
	}

	private @Nullable String oneOf(String suffix, Set<String> supported) {
		String value = value(suffix);
		if (value != null && !supported.contains(value)) {
			throw Variables.unsupported(name(suffix), value, String.join(", ", supported));
		}
		return value;
	}

	private @Nullable String value(String suffix) {
		return this.variables.value(name(suffix));
	}

	private String name(String suffix) {
		String traces = "OTEL_EXPORTER_OTLP_TRACES_" + suffix;
		return (this.variables.value(traces) != null) ? traces : "OTEL_EXPORTER_OTLP_" + suffix;
	}

}
