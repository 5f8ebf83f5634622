package io.github.tracingboot.sample.embedded;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point of a time series, as a line of InfluxDB's line protocol tells it.
 *
 * @param tags the measurement among them, as {@code _measurement}
 * @param fields numbers, texts and truth values, as they are shown
 */
record MetricPoint(Map<String, String> tags, Map<String, String> fields, Instant time) {

	private static final String NAME = "((?:\\\\.|[^\\\\,= ])+)";

	private static final String VALUE = "(\"(?:\\\\.|[^\\\\\"])*\"|[-+.\\w]+)";

	private static final Pattern LINE = Pattern.compile(
			"(?<measurement>(?:\\\\.|[^\\\\, ])+)(?<tags>(?:,%s=%s)*) +(?<fields>%s=%s(?:,%s=%s)*)(?: +(?<time>-?\\d+))?\\s*"
				.formatted(NAME, NAME, NAME, VALUE, NAME, VALUE));

	private static final Pattern TAG = Pattern.compile(NAME + "=" + NAME);

	private static final Pattern FIELD = Pattern.compile(NAME + "=" + VALUE);

	/**
	 * Reads a line.
	 * @param nanosPerUnit of the time, which is now where there is none
	 * @throws IllegalArgumentException if it is not line protocol
	 */
	static MetricPoint parse(String line, long nanosPerUnit) {
		Matcher parts = LINE.matcher(line);
		if (!parts.matches()) {
			throw new IllegalArgumentException("unable to parse '" + line + "'");
		}
		Map<String, String> tags = new TreeMap<>(Map.of("_measurement", plain(parts.group("measurement"))));
		TAG.matcher(parts.group("tags")).results().forEach((tag) -> tags.put(plain(tag.group(1)), plain(tag.group(2))));
		Map<String, String> fields = new LinkedHashMap<>();
		FIELD.matcher(parts.group("fields"))
			.results()
			.forEach((field) -> fields.put(plain(field.group(1)), field.group(2)));
		String time = parts.group("time");
		return new MetricPoint(tags, fields,
				(time != null) ? Instant.EPOCH.plusNanos(Long.parseLong(time) * nanosPerUnit) : Instant.now());
	}

	/** Whether it has all of these tags. */
	boolean matches(Map<String, String> wanted) {
		return this.tags.entrySet().containsAll(wanted.entrySet());
	}

	private static String plain(String escaped) {
		return escaped.replaceAll("\\\\(.)", "$1");
	}

}
