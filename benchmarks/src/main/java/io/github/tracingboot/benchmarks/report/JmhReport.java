package io.github.tracingboot.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

import org.jspecify.annotations.Nullable;

import io.github.tracingboot.benchmarks.Results;

/**
 * Makes a page and a plot of what JMH wrote as JSON. Arguments: the benchmark's class,
 * the directory, the name of the files in it: {@code name-1.json} for one thread,
 * {@code name-2.json} for two; {@code name.md} and {@code name.svg} are written.
 */
public final class JmhReport {

	/** What the plot shows, from top to bottom. */
	private static final Map<String, String> REDACTION = labels("clean", "without secrets", "dirty",
			"with two secrets");

	private static final Map<String, String> TRACED = labels("handWritten", "by hand", "traced", "@Traced",
			"agentWithSpan", "@WithSpan, java agent", "withSpan", "@WithSpan, starter", "observed", "@Observed",
			"newSpan", "@NewSpan");

	private static final Map<String, String> AMQP = labels("untraced", "untraced", "handWritten", "by hand", "traced",
			"this starter", "brave", "Brave", "springObservation", "Spring's observation");

	private static final Map<String, String> CONTEXT = labels("scopeWithoutMdc", "scope alone",
			"scopeOfOpenTelemetryStarter", "OpenTelemetry starter", "scopeWithMdc", "this starter", "scopeOfBridge",
			"Micrometer's bridge");

	private static final Map<String, String> KEEP = labels("sampled", "sampled, ten in a trace", "waiting",
			"waiting, ten in a trace", "sampledAlone", "sampled, alone", "waitingAlone", "waiting, alone");

	private static final Map<String, String> DATA = labels("jdbcUntraced", "JDBC, untraced", "jdbcTraced",
			"JDBC, this starter", "jdbcOpenTelemetry", "JDBC, OpenTelemetry", "redisUntraced", "Redis, untraced",
			"redisTraced", "Redis, this starter", "redisOpenTelemetry", "Redis, OpenTelemetry");

	private JmhReport() {
	}

	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[1]);
		Path one = directory.resolve(args[2] + "-1.json");
		Path two = directory.resolve(args[2] + "-2.json");
		Map<String, JmhResult> results = JmhResult.read(one);
		Map<String, JmhResult> onTwo = Files.exists(two) ? JmhResult.read(two) : Map.of();
		Results page = new Results(args[0],
				"java -jar benchmarks/target/benchmarks.jar " + args[0] + ' ' + JmhResult.options(one));
		page.line("![Time and bytes per call](%s.svg)", args[2]);
		page.line("");
		page.line("| method | ns/op | B/op | ns/op, two threads |");
		page.line("|---|---|---|---|");
		results.forEach((method, result) -> page.line("| `%s` | %.0f ± %.0f | %.0f | %s |", method, result.nanos(),
				result.error(), result.bytes(), time(onTwo.get(method))));
		page.line("");
		page.line("| | measured | at most | held |");
		page.line("|---|---|---|---|");
		for (Limit limit : Limit.of(results)) {
			if (!Double.isNaN(limit.measured().value())) {
				page.line("%s", limit.row());
			}
		}
		page.write(directory.resolve(args[2] + ".md"));
		Map<String, JmhResult> bars = new LinkedHashMap<>();
		for (Entry<String, String> label : labels(results).entrySet()) {
			JmhResult result = results.get(label.getKey());
			if (result != null) {
				bars.put(label.getValue(), result);
			}
		}
		Plot.write(title(results), bars, directory.resolve(args[2] + ".svg"));
	}

	private static Map<String, String> labels(Map<String, JmhResult> results) {
		if (results.containsKey("decoratedTask")) {
			return CONTEXT;
		}
		if (results.containsKey("clean")) {
			return REDACTION;
		}
		if (results.containsKey("waiting")) {
			return KEEP;
		}
		if (results.containsKey("jdbcTraced")) {
			return DATA;
		}
		return results.containsKey("springObservation") ? AMQP : TRACED;
	}

	private static String title(Map<String, JmhResult> results) {
		if (results.containsKey("decoratedTask")) {
			return "The scope of a span, opened and closed";
		}
		if (results.containsKey("clean")) {
			return "A span with ten attributes, searched for secrets";
		}
		if (results.containsKey("waiting")) {
			return "A span that is sampled, or waits for the end of its trace";
		}
		if (results.containsKey("jdbcTraced")) {
			return "One command, answered at once";
		}
		return results.containsKey("springObservation") ? "One message, published and processed"
				: "One call in a span with two attributes";
	}

	private static String time(@Nullable JmhResult result) {
		return (result != null) ? String.format(Locale.ROOT, "%.0f ± %.0f", result.nanos(), result.error()) : "";
	}

	private static Map<String, String> labels(String... methodsAndLabels) {
		Map<String, String> labels = new LinkedHashMap<>();
		for (int i = 0; i < methodsAndLabels.length; i += 2) {
			labels.put(methodsAndLabels[i], methodsAndLabels[i + 1]);
		}
		return labels;
	}

}
