package io.github.tracingboot.sampling;

import io.opentelemetry.sdk.trace.samplers.Sampler;

/** Puts the configured sampler together. */
final class Samplers {

	private Samplers() {
	}

	static Sampler of(SamplingProperties properties) {
		Sampler sampler = ratio(properties.probability());
		if (!properties.rules().isEmpty()) {
			sampler = new RuleSampler(properties.rules().stream().map(Samplers::rule).toList(), sampler);
		}
		if (properties.maxTracesPerSecond() != null) {
			sampler = new RateLimitingSampler(sampler, properties.maxTracesPerSecond(), System::nanoTime);
		}
		return properties.parentBased() ? Sampler.parentBased(sampler) : sampler;
	}

	private static RuleSampler.Rule rule(SamplingProperties.Rule rule) {
		Double probability = rule.probability();
		return new RuleSampler.Rule(rule.spanName(), rule.kind(), rule.attributes(),
				ratio((probability != null) ? probability : 1.0));
	}

	private static Sampler ratio(double probability) {
		if (probability == 1.0) {
			return Sampler.alwaysOn();
		}
		return (probability == 0.0) ? Sampler.alwaysOff() : Sampler.traceIdRatioBased(probability);
	}

}
