package io.github.tracingboot.sampling;

import io.opentelemetry.sdk.trace.samplers.Sampler;

/** Puts the configured sampler together. */
final class Samplers {

	private Samplers() {
	}

	static Sampler of(SamplingProperties properties) {
		// Under a limit of the rate, nobody can say what the odds were.
		boolean tell = properties.keep().isWanted() && properties.maxTracesPerSecond() == null;
		Sampler sampler = ratio(properties.probability(), tell);
		if (!properties.rules().isEmpty()) {
			sampler = new RuleSampler(properties.rules().stream().map((rule) -> rule(rule, tell)).toList(), sampler);
		}
		if (properties.maxTracesPerSecond() != null) {
			sampler = new RateLimitingSampler(sampler, properties.maxTracesPerSecond(), System::nanoTime);
		}
		return properties.parentBased() ? Sampler.parentBased(sampler) : sampler;
	}

	private static RuleSampler.Rule rule(SamplingProperties.Rule rule, boolean tell) {
		SpanPattern spans = new SpanPattern(rule.spanName(), rule.kind(), rule.attributes());
		double probability = (rule.probability() != null) ? rule.probability() : 1.0;
		return new RuleSampler.Rule(spans, (probability == 0.0) ? NeverSampler.INSTANCE : ratio(probability, tell));
	}

	private static Sampler ratio(double probability, boolean tell) {
		if (probability == 1.0) {
			return Sampler.alwaysOn();
		}
		Sampler sampler = (probability == 0.0) ? Sampler.alwaysOff() : Sampler.traceIdRatioBased(probability);
		return tell ? new RatioSampler(sampler, probability) : sampler;
	}

}
