package io.github.tracingboot.benchmarks.report;

import java.util.Locale;
import java.util.Map;

/**
 * A claim about a result, held against it.
 *
 * @param claim what is claimed
 * @param value what was measured
 * @param atMost what it may be at most
 * @param unit of both
 */
record Limit(String claim, double value, double atMost, String unit) {

	String row(boolean quiet) {
		return String.format(Locale.ROOT, "| %s | %.2f%s | %.2f%s | %s |", this.claim, this.value, this.unit,
				this.atMost, this.unit, held(quiet));
	}

	private String held(boolean quiet) {
		if (!quiet && isTime()) {
			return "too noisy to say";
		}
		return (this.value <= this.atMost) ? "yes" : "**no**";
	}

	private boolean isTime() {
		return !this.claim.contains("bytes");
	}

	/** The claims of which everything was measured. */
	static Limit[] of(Map<String, JmhResult> results) {
		if (results.containsKey("decoratedTask")) {
			return context(results);
		}
		if (results.containsKey("clean")) {
			return new Limit[] { new Limit("a span without secrets", get(results, "clean").nanos(), 250, " ns"),
					new Limit("bytes of a span without secrets", get(results, "clean").bytes(), 100, " B") };
		}
		if (results.containsKey("waiting")) {
			JmhResult waiting = get(results, "waiting");
			JmhResult sampled = get(results, "sampled");
			return new Limit[] {
					new Limit("more time than a sampled span", waiting.nanos() - sampled.nanos(), 100, " ns"),
					new Limit("more bytes than a sampled span", waiting.bytes() - sampled.bytes(), 100, " B") };
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
		return new Limit[] { new Limit("bytes to hand-written", traced.bytes() / hand.bytes(), 1.10, "×"),
				new Limit("time to hand-written", traced.nanos() / hand.nanos(), 1.25, "×"),
				new Limit("bytes to the java agent's `@WithSpan`", traced.bytes() / agent.bytes(), 1, "×"),
				new Limit("time to the java agent's `@WithSpan`", traced.nanos() / agent.nanos(), 1, "×"),
				new Limit("time to the OpenTelemetry starter's `@WithSpan`",
						traced.nanos() / get(all, "withSpan").nanos(), 1 / 2.5, "×"),
				new Limit("time to `@Observed`", traced.nanos() / get(all, "observed").nanos(), 1 / 8.0, "×"),
				new Limit("unsampled, more time than hand-written", unsampled.nanos() - handUnsampled.nanos(), 30,
						" ns"),
				new Limit("unsampled, more bytes than hand-written", unsampled.bytes() - handUnsampled.bytes(), 110,
						" B"),
				new Limit("a SpEL attribute, more time than a plain parameter",
						get(all, "tracedSpel").nanos() - get(all, "tracedPlainParameter").nanos(), 60, " ns"),
				new Limit("a method without annotation to the empty proxy",
						get(all, "tracedUnannotated").nanos() / get(all, "emptyProxy").nanos(), 1.05, "×") };
	}

	private static Limit[] context(Map<String, JmhResult> all) {
		JmhResult bare = get(all, "bareTask");
		JmhResult decorated = get(all, "decoratedTask");
		double baggage = get(all, "spanWithThreeEntries").nanos() - get(all, "spanWithoutBaggage").nanos();
		double mdc = get(all, "scopeWithMdc").nanos() - get(all, "scopeWithoutMdc").nanos();
		return new Limit[] {
				new Limit("a task, more time than a bare one", decorated.nanos() - bare.nanos(), 80, " ns"),
				new Limit("a task, more bytes than a bare one", decorated.bytes() - bare.bytes(), 100, " B"),
				new Limit("three entries of baggage on a span", baggage, 150, " ns"),
				new Limit("upkeep of the MDC for a span", mdc, 120, " ns"),
				new Limit("scope with the MDC to that of Micrometer's bridge",
						get(all, "scopeWithMdc").nanos() / get(all, "scopeOfBridge").nanos(), 1, "×") };
	}

	/** What each adds to an untraced message. */
	private static Limit[] amqp(Map<String, JmhResult> all) {
		JmhResult none = get(all, "untraced");
		double nanos = get(all, "traced").nanos() - none.nanos();
		double bytes = get(all, "traced").bytes() - none.bytes();
		JmhResult hand = get(all, "handWritten");
		JmhResult spring = get(all, "springObservation");
		JmhResult brave = get(all, "brave");
		return new Limit[] { new Limit("added time to hand-written", nanos / (hand.nanos() - none.nanos()), 1.3, "×"),
				new Limit("added bytes to hand-written", bytes / (hand.bytes() - none.bytes()), 1.3, "×"),
				new Limit("added time to Spring's observation", nanos / (spring.nanos() - none.nanos()), 1 / 3.0, "×"),
				new Limit("added bytes to Spring's observation", bytes / (spring.bytes() - none.bytes()), 1 / 3.0, "×"),
				new Limit("added time to Brave", nanos / (brave.nanos() - none.nanos()), 1, "×"),
				new Limit("added bytes to Brave", bytes / (brave.bytes() - none.bytes()), 1, "×") };
	}

	/** What each adds to an untraced command. */
	private static Limit[] data(Map<String, JmhResult> all) {
		return new Limit[] { added("JDBC, added time", "jdbc", all, false),
				added("JDBC, added bytes", "jdbc", all, true), added("Redis, added time", "redis", all, false),
				added("Redis, added bytes", "redis", all, true) };
	}

	private static Limit added(String claim, String system, Map<String, JmhResult> all, boolean bytes) {
		JmhResult none = get(all, system + "Untraced");
		JmhResult ours = get(all, system + "Traced");
		JmhResult theirs = get(all, system + "OpenTelemetry");
		double value = bytes ? (ours.bytes() - none.bytes()) / (theirs.bytes() - none.bytes())
				: (ours.nanos() - none.nanos()) / (theirs.nanos() - none.nanos());
		return new Limit(claim + " to OpenTelemetry's library", value, 1, "×");
	}

	private static JmhResult get(Map<String, JmhResult> results, String method) {
		return results.getOrDefault(method, new JmhResult(Double.NaN, Double.NaN, Double.NaN));
	}

}
