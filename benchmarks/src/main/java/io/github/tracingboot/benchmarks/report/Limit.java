package io.github.tracingboot.benchmarks.report;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A claim about a result, held against it.
 *
 * @param claim what is claimed
 * @param measured what was measured
 * @param atMost what it may be at most
 * @param unit of both
 */
public record Limit(String claim, Measure measured, double atMost, String unit) {

	/**
	 * A claim that something is not below a limit.
	 * @param claim what is claimed
	 * @param measured the ratio that was measured
	 * @param atLeast what it may be at least
	 * @return the row of a table of what was measured, the limit, and whether it held
	 */
	public static String atLeast(String claim, Measure measured, double atLeast) {
		Limit negative = new Limit(claim, new Measure(-measured.value(), measured.error()), -atLeast, "×");
		return String.format(Locale.ROOT, "| %s | %.3f ± %.3f× | %.3f× | %s |", claim, measured.value(),
				measured.error(), atLeast, negative.held());
	}

	private static Limit ratio(String claim, Measure of, Measure to, double atMost) {
		return new Limit(claim, of.over(to), atMost, "×");
	}

	private static Limit time(String claim, Measure measured, double nanos) {
		return new Limit(claim, measured, nanos, " ns");
	}

	private static Limit bytes(String claim, Measure measured, double bytes) {
		return new Limit(claim, measured, bytes, " B");
	}

	/** The row of a table of what was measured, the limit, and whether it held. */
	public String row() {
		return String.format(Locale.ROOT, "| %s | %.2f ± %.2f%s | %.2f%s | %s |", this.claim, this.measured.value(),
				this.measured.error(), this.unit, this.atMost, this.unit, held());
	}

	private String held() {
		if (this.measured.value() + this.measured.error() <= this.atMost) {
			return "yes";
		}
		return (this.measured.value() - this.measured.error() > this.atMost) ? "**no**" : "too noisy to say";
	}

	/** The claims of which everything was measured. */
	static Limit[] of(Map<String, JmhResult> results) {
		if (results.containsKey("decoratedTask")) {
			return context(results);
		}
		if (results.containsKey("clean")) {
			JmhResult clean = get(results, "clean");
			return new Limit[] { time("a span without secrets", clean.time(), 250),
					bytes("bytes of a span without secrets", clean.allocation(), 100) };
		}
		if (results.containsKey("waiting")) {
			JmhResult waiting = get(results, "waiting");
			JmhResult sampled = get(results, "sampled");
			return new Limit[] { time("more time than a sampled span", waiting.time().minus(sampled.time()), 100),
					bytes("more bytes than a sampled span", waiting.allocation().minus(sampled.allocation()), 100) };
		}
		if (results.containsKey("jdbcTraced")) {
			return data(results);
		}
		return results.containsKey("springObservation") ? amqp(results) : traced(results);
	}

	private static Limit[] traced(Map<String, JmhResult> all) {
		JmhResult traced = get(all, "traced");
		JmhResult hand = get(all, "handWritten");
		JmhResult agent = get(all, "agentWithSpan");
		JmhResult unsampled = get(all, "tracedUnsampled");
		JmhResult handUnsampled = get(all, "handWrittenUnsampled");
		return new Limit[] { ratio("bytes to hand-written", traced.allocation(), hand.allocation(), 1.10),
				ratio("time to hand-written", traced.time(), hand.time(), 1.25),
				ratio("bytes to the java agent's `@WithSpan`", traced.allocation(), agent.allocation(), 1),
				ratio("time to the java agent's `@WithSpan`", traced.time(), agent.time(), 1),
				ratio("time to the OpenTelemetry starter's `@WithSpan`", traced.time(), get(all, "withSpan").time(),
						1 / 2.5),
				ratio("time to `@Observed`", traced.time(), get(all, "observed").time(), 1 / 8.0),
				time("unsampled, more time than hand-written", unsampled.time().minus(handUnsampled.time()), 30),
				bytes("unsampled, more bytes than hand-written",
						unsampled.allocation().minus(handUnsampled.allocation()), 110),
				time("a SpEL attribute, more time than a plain parameter",
						get(all, "tracedSpel").time().minus(get(all, "tracedPlainParameter").time()), 60),
				ratio("a method without annotation to the empty proxy", get(all, "tracedUnannotated").time(),
						get(all, "emptyProxy").time(), 1.05) };
	}

	private static Limit[] context(Map<String, JmhResult> all) {
		JmhResult bare = get(all, "bareTask");
		JmhResult decorated = get(all, "decoratedTask");
		Measure mdc = get(all, "scopeWithMdc").time();
		return new Limit[] { time("a task, more time than a bare one", decorated.time().minus(bare.time()), 80),
				bytes("a task, more bytes than a bare one", decorated.allocation().minus(bare.allocation()), 100),
				time("three entries of baggage on a span",
						get(all, "spanWithThreeEntries").time().minus(get(all, "spanWithoutBaggage").time()), 150),
				time("upkeep of the MDC for a span", mdc.minus(get(all, "scopeWithoutMdc").time()), 120),
				ratio("scope with the MDC to that of Micrometer's bridge", mdc, get(all, "scopeOfBridge").time(), 1) };
	}

	/** What each adds to an untraced message. */
	private static Limit[] amqp(Map<String, JmhResult> all) {
		return new Limit[] { added("added time to hand-written", "handWritten", all, JmhResult::time, 1.3),
				added("added bytes to hand-written", "handWritten", all, JmhResult::allocation, 1.3),
				added("added time to Spring's observation", "springObservation", all, JmhResult::time, 1 / 3.0),
				added("added bytes to Spring's observation", "springObservation", all, JmhResult::allocation, 1 / 3.0),
				added("added time to Brave", "brave", all, JmhResult::time, 1),
				added("added bytes to Brave", "brave", all, JmhResult::allocation, 1) };
	}

	private static Limit added(String claim, String other, Map<String, JmhResult> all,
			Function<JmhResult, Measure> figure, double atMost) {
		Measure none = figure.apply(get(all, "untraced"));
		Measure ours = figure.apply(get(all, "traced"));
		return ratio(claim, ours.minus(none), figure.apply(get(all, other)).minus(none), atMost);
	}

	/** What each adds to an untraced command. */
	private static Limit[] data(Map<String, JmhResult> all) {
		return new Limit[] { added("JDBC, added time", "jdbc", all, JmhResult::time),
				added("JDBC, added bytes", "jdbc", all, JmhResult::allocation),
				added("Redis, added time", "redis", all, JmhResult::time),
				added("Redis, added bytes", "redis", all, JmhResult::allocation) };
	}

	private static Limit added(String claim, String system, Map<String, JmhResult> all,
			Function<JmhResult, Measure> figure) {
		Measure none = figure.apply(get(all, system + "Untraced"));
		Measure ours = figure.apply(get(all, system + "Traced"));
		Measure theirs = figure.apply(get(all, system + "OpenTelemetry"));
		return ratio(claim + " to OpenTelemetry's library", ours.minus(none), theirs.minus(none), 1);
	}

	private static JmhResult get(Map<String, JmhResult> results, String method) {
		return results.getOrDefault(method, new JmhResult(Double.NaN, Double.NaN, Double.NaN));
	}

}
