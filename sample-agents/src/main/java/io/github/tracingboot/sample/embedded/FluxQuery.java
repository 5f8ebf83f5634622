package io.github.tracingboot.sample.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of InfluxDB's query language as the agents use: {@code from}, {@code range}
 * with a duration, {@code filter} for equality.
 *
 * @param equal what tags and {@code _field} must be
 */
record FluxQuery(String bucket, Duration age, Map<String, String> equal) {

	private static final Pattern QUERY = Pattern
		.compile("\\s*from\\(bucket: \"([^\"]+)\"\\)\\s*\\|> range\\(start: -(\\d+)([smhd])\\)((?:\\s*\\|> "
				+ "filter\\(fn: \\(r\\) => (?:r\\.\\w+ == \"[^\"]*\"(?: and )?)+\\))*)\\s*");

	private static final Pattern CONDITION = Pattern.compile("r\\.(\\w+) == \"([^\"]*)\"");

	/**
	 * Reads a query.
	 * @throws IllegalArgumentException if it is more than is understood
	 */
	static FluxQuery parse(String flux) {
		Matcher parts = QUERY.matcher(flux);
		if (!parts.matches()) {
			throw new IllegalArgumentException("the embedded InfluxDB does not understand " + flux.strip());
		}
		String unit = parts.group(3).toUpperCase(Locale.ROOT);
		Map<String, String> equal = new HashMap<>();
		for (MatchResult condition : CONDITION.matcher(parts.group(4)).results().toList()) {
			equal.put(condition.group(1), condition.group(2));
		}
		return new FluxQuery(parts.group(1), Duration.parse((unit.equals("D") ? "P" : "PT") + parts.group(2) + unit),
				equal);
	}

}
