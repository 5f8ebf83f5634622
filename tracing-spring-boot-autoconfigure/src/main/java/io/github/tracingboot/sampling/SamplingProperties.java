package io.github.tracingboot.sampling;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.tracingboot.core.InvalidConfigurationException;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which traces are recorded.
 *
 * @param probability share of the traces started here that are recorded, from 0.0 (none)
 * to 1.0 (all)
 * @param parentBased whether a trace started elsewhere keeps the decision made there;
 * when false, every span is decided on by itself
 * @param maxTracesPerSecond most traces started here and recorded in a second, on top of
 * the probability; unlimited when not set
 * @param rules own probabilities for some spans; the first rule that matches a span
 * decides, probability stands where none does
 * @param keep what is recorded whatever the others say
 */
@ConfigurationProperties("tracing.sampling")
record SamplingProperties(@DefaultValue("1.0") double probability, @DefaultValue("true") boolean parentBased,
		@Nullable Double maxTracesPerSecond, @DefaultValue List<Rule> rules, @DefaultValue Keep keep) {

	SamplingProperties {
		validate("probability", probability);
		if (maxTracesPerSecond != null && !(maxTracesPerSecond > 0 && maxTracesPerSecond < Double.POSITIVE_INFINITY)) {
			throw new InvalidConfigurationException(
					"tracing.sampling.max-traces-per-second is " + maxTracesPerSecond + " but must be more than 0.",
					"Set it to the number of traces, for example 100, or 0.1 for one in ten seconds.",
					"Remove it for no limit.", "Set tracing.sampling.probability to 0.0 to record none.");
		}
		for (int i = 0; i < rules.size(); i++) {
			Rule rule = rules.get(i);
			String name = "rules[" + i + "]";
			if (rule.probability() == null) {
				throw new InvalidConfigurationException("tracing.sampling." + name + ".probability is not set.",
						"Set it to a number from 0.0 to 1.0.", "Remove the rule.");
			}
			validate(name + ".probability", rule.probability());
			if (rule.spanName() == null && rule.kind() == null && rule.attributes().isEmpty()) {
				throw new InvalidConfigurationException(
						"tracing.sampling." + name + " matches every span: it has no span-name, kind or attributes.",
						"Say which spans the rule is for.",
						"Remove the rule and set tracing.sampling.probability, which is for all others.");
			}
		}
	}

	static SamplingProperties defaults() {
		return new SamplingProperties(1.0, true, null, List.of(), Keep.defaults());
	}

	private static void validate(String name, double probability) {
		if (!(probability >= 0.0 && probability <= 1.0)) {
			throw new InvalidConfigurationException(
					"tracing.sampling." + name + " is " + probability + " but must be from 0.0 to 1.0.",
					"Set it to the share of traces to record: 1.0 for all, 0.1 for one in ten, 0.0 for none.",
					"Remove it to keep the default.");
		}
	}

	/**
	 * A rule matches a span when all that it names does. Only what is known when the span
	 * starts can match.
	 *
	 * @param spanName name of the span, with * for any characters
	 * @param kind kind of the span
	 * @param attributes attributes of the span and their values, with * for any
	 * characters
	 * @param probability share of the matching traces that are recorded, from 0.0 to 1.0
	 */
	record Rule(@Nullable String spanName, @Nullable SpanKind kind, @DefaultValue Map<String, String> attributes,
			@Nullable Double probability) {

	}

	/**
	 * Traces that are recorded although the sampler refuses them, because of how they
	 * went. Off unless errors, slower-than or rules is set.
	 *
	 * @param errors whether traces with an error are recorded though the sampler refuses
	 * them: a status of ERROR, an exception, an HTTP status of 500 or more
	 * @param slowerThan how long a trace takes at least that is recorded as a slow one;
	 * not set, none is
	 * @param rules spans whose traces are recorded though the sampler refuses them; what
	 * a span looks like at its end counts too
	 * @param maxSpans most spans that wait for the end of their trace; a trace takes room
	 * for 8, 16, 32 and so on
	 * @param maxTraces most traces that wait for their end
	 * @param maxAge longest time that a trace waits for its end
	 */
	record Keep(@DefaultValue("false") boolean errors, @Nullable Duration slowerThan,
			@DefaultValue List<KeepRule> rules, @DefaultValue("10000") int maxSpans,
			@DefaultValue("5000") int maxTraces, @DefaultValue("1m") Duration maxAge) {

		Keep {
			if (slowerThan != null) {
				positive("slower-than", slowerThan, "Set it to a duration such as 1s.",
						"Remove it to keep no slow traces.");
			}
			positive("max-age", maxAge, "Set it to a duration such as 1m.", "Remove it to keep the default.");
			positive("max-spans", maxSpans);
			positive("max-traces", maxTraces);
			if (slowerThan != null && slowerThan.compareTo(maxAge) > 0) {
				throw new InvalidConfigurationException("tracing.sampling.keep.slower-than is " + slowerThan
						+ " but a trace waits no longer than tracing.sampling.keep.max-age, which is " + maxAge + ".",
						"Set max-age to at least slower-than.", "Set slower-than to at most max-age.");
			}
		}

		static Keep defaults() {
			return new Keep(false, null, List.of(), 10_000, 5_000, Duration.ofMinutes(1));
		}

		boolean isWanted() {
			return this.errors || this.slowerThan != null || !this.rules.isEmpty();
		}

		private static void positive(String name, Duration value, String... fixes) {
			if (value.isZero() || value.isNegative()) {
				throw new InvalidConfigurationException(
						"tracing.sampling.keep." + name + " is " + value + " but must be more than nothing.", fixes);
			}
		}

		private static void positive(String name, int value) {
			if (value < 1) {
				throw new InvalidConfigurationException(
						"tracing.sampling.keep." + name + " is " + value + " but must be at least 1.",
						"Set it to a number such as 10000.", "Remove it to keep the default.");
			}
		}

	}

	/**
	 * A rule matches a span when all that it names does, when the span starts or when it
	 * ends.
	 *
	 * @param spanName name of the span, with * for any characters
	 * @param kind kind of the span
	 * @param attributes attributes of the span and their values, with * for any
	 * characters
	 */
	record KeepRule(@Nullable String spanName, @Nullable SpanKind kind, @DefaultValue Map<String, String> attributes) {

	}

}
