package io.github.tracingboot.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.json.JsonParserFactory;

/**
 * What JMH says of one method.
 *
 * @param nanos the time of a call
 * @param error of the time, at 99.9 % confidence
 * @param bytes what a call allocates
 */
record JmhResult(double nanos, double error, double bytes) {

	Measure time() {
		return new Measure(this.nanos, this.error);
	}

	/** Counted, not timed: the same on a busy machine. */
	Measure allocation() {
		return new Measure(this.bytes, 0);
	}

	/** By the name of the method. */
	static Map<String, JmhResult> read(Path file) throws IOException {
		Map<String, JmhResult> results = new LinkedHashMap<>();
		for (Map<?, ?> run : runs(file)) {
			String benchmark = text(run, "benchmark");
			Map<?, ?> time = map(run, "primaryMetric");
			Map<?, ?> allocation = map(map(run, "secondaryMetrics"), "gc.alloc.rate.norm");
			results.put(benchmark.substring(benchmark.lastIndexOf('.') + 1),
					new JmhResult(number(time, "score"), number(time, "scoreError"), number(allocation, "score")));
		}
		return results;
	}

	/** How it was run, in the words of JMH's command line. */
	static String options(Path file) throws IOException {
		Map<?, ?> run = runs(file).get(0);
		return "-f " + run.get("forks") + " -wi " + run.get("warmupIterations") + " -w " + seconds(run, "warmupTime")
				+ " -i " + run.get("measurementIterations") + " -r " + seconds(run, "measurementTime") + " -t "
				+ run.get("threads") + " -prof gc";
	}

	private static String seconds(Map<?, ?> run, String key) {
		return text(run, key).replace(" ", "");
	}

	private static List<Map<?, ?>> runs(Path file) throws IOException {
		List<Map<?, ?>> runs = new ArrayList<>();
		for (Object run : JsonParserFactory.getJsonParser().parseList(Files.readString(file))) {
			runs.add((Map<?, ?>) run);
		}
		return runs;
	}

	private static Map<?, ?> map(Map<?, ?> parent, String key) {
		return (Map<?, ?>) Objects.requireNonNull(parent.get(key), key);
	}

	private static String text(Map<?, ?> parent, String key) {
		return (String) Objects.requireNonNull(parent.get(key), key);
	}

	/** JMH writes what it does not know as the text NaN. */
	private static double number(Map<?, ?> metric, String key) {
		return Double.parseDouble(String.valueOf(metric.get(key)));
	}

}
