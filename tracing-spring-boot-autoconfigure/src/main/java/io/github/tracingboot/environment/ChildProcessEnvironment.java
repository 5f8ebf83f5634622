package io.github.tracingboot.environment;

import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * What a child process needs to go on with this trace and to send its spans to the same
 * place: the standard variables of the OpenTelemetry specification, and the current
 * context as {@code TRACEPARENT}, {@code TRACESTATE} and {@code BAGGAGE}.
 *
 * <pre class="code">
 * ProcessBuilder builder = new ProcessBuilder("plugin");
 * builder.environment().putAll(childProcessEnvironment.variables());
 * </pre>
 *
 * <p>
 * The headers of the exporter are among them, and with them what may be secret: give the
 * variables only to processes that you trust. The name of the service is not, because the
 * child is another one.
 */
public final class ChildProcessEnvironment {

	private static final String OTLP = "OTEL_EXPORTER_OTLP_TRACES_";

	private static final Pattern HTTP_PORT = Pattern.compile(":4318(?=[/?]|$)");

	/** No standard one: a child with this starter would refuse what is allowed here. */
	private static final String PLAINTEXT_HOSTS = "TRACING_EXPORTER_OTLP_PLAINTEXTHOSTS";

	private final Supplier<Map<String, String>> configuration;

	private final ContextPropagators propagators;

	ChildProcessEnvironment(Environment environment, ContextPropagators propagators) {
		this.configuration = SingletonSupplier.of(() -> configuration(environment));
		this.propagators = propagators;
	}

	/**
	 * The variables for a process that is started now.
	 * @return a new map, for {@link ProcessBuilder#environment()}
	 */
	public Map<String, String> variables() {
		Map<String, String> variables = new LinkedHashMap<>(this.configuration.get());
		this.propagators.getTextMapPropagator().inject(Context.current(), variables, VariableCarrier.INSTANCE);
		return variables;
	}

	private static Map<String, String> configuration(Environment environment) {
		if (!environment.getProperty("tracing.enabled", Boolean.class, true)) {
			return Map.of("OTEL_SDK_DISABLED", "true");
		}
		Map<String, @Nullable String> found = new LinkedHashMap<>();
		String endpoint = environment.getProperty("tracing.exporter.otlp.endpoint");
		if (StringUtils.hasText(endpoint)
				&& environment.getProperty("tracing.exporter.otlp.enabled", Boolean.class, true)) {
			exporter(environment, endpoint, found);
		}
		Map<String, String> attributes = new LinkedHashMap<>(map(environment, "tracing.resource.attributes"));
		put(attributes, "service.namespace", environment.getProperty("tracing.service.namespace"));
		put(attributes, "deployment.environment.name", environment.getProperty("tracing.environment"));
		put(attributes, "k8s.cluster.name", environment.getProperty("tracing.cluster"));
		found.put("OTEL_RESOURCE_ATTRIBUTES", pairs(attributes));
		found.put("OTEL_PROPAGATORS", list(environment, "tracing.propagation.type"));
		String probability = environment.getProperty("tracing.sampling.probability");
		if (probability != null) {
			boolean parentBased = environment.getProperty("tracing.sampling.parent-based", Boolean.class, true);
			found.put("OTEL_TRACES_SAMPLER", parentBased ? "parentbased_traceidratio" : "traceidratio");
			found.put("OTEL_TRACES_SAMPLER_ARG", probability);
		}
		Map<String, String> variables = new LinkedHashMap<>();
		found.forEach((name, value) -> put(variables, name, value));
		return variables;
	}

	/** All that is left open here and decided by the port there is written out. */
	private static void exporter(Environment environment, String endpoint, Map<String, @Nullable String> found) {
		String protocol = environment.getProperty("tracing.exporter.otlp.protocol",
				HTTP_PORT.matcher(endpoint).find() ? OtlpVariables.HTTP : "grpc");
		String url = (endpoint.contains("://") ? endpoint : "http://" + endpoint).replaceFirst("(://[^/?]*)/$", "$1");
		boolean bare = url.indexOf('/', url.indexOf("://") + 3) < 0;
		found.put("OTEL_TRACES_EXPORTER", "otlp");
		found.put(OTLP + "PROTOCOL", protocol);
		found.put(OTLP + "ENDPOINT", (bare && protocol.equals(OtlpVariables.HTTP)) ? url + "/v1/traces" : url);
		found.put(OTLP + "COMPRESSION", environment.getProperty("tracing.exporter.otlp.compression"));
		found.put(OTLP + "TIMEOUT", milliseconds(environment.getProperty("tracing.exporter.otlp.timeout")));
		OtlpVariables.CERTIFICATES.forEach(
				(suffix, name) -> found.put(OTLP + suffix, file(environment.getProperty(OtlpVariables.PREFIX + name))));
		found.put(PLAINTEXT_HOSTS, list(environment, "tracing.exporter.otlp.plaintext-hosts"));
		found.put(OTLP + "HEADERS", pairs(map(environment, "tracing.exporter.otlp.headers")));
	}

	/** The child may have another working directory, and has another class path. */
	private static @Nullable String file(@Nullable String location) {
		if (!StringUtils.hasText(location) || location.startsWith("classpath:")) {
			return null;
		}
		return new File(location.startsWith("file:") ? location.replaceFirst("^file:(//)?", "") : location)
			.getAbsolutePath();
	}

	private static @Nullable String list(Environment environment, String name) {
		List<String> list = Binder.get(environment).bind(name, Bindable.listOf(String.class)).orElseGet(List::of);
		return list.isEmpty() ? null : String.join(",", list);
	}

	private static Map<String, String> map(Environment environment, String name) {
		return Binder.get(environment)
			.bind(name, Bindable.mapOf(String.class, String.class))
			.orElseGet(LinkedHashMap::new);
	}

	private static @Nullable String pairs(Map<String, String> map) {
		return map.isEmpty() ? null
				: map.entrySet()
					.stream()
					.map((entry) -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
					.collect(Collectors.joining(","));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static @Nullable String milliseconds(@Nullable String duration) {
		if (duration == null) {
			return null;
		}
		Duration parsed = DurationStyle.detectAndParse(duration);
		return String.valueOf(parsed.toMillis());
	}

	private static void put(Map<String, String> map, String key, @Nullable String value) {
		if (value != null) {
			map.put(key, value);
		}
	}

}
