package io.github.tracingboot.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/** The sampler of the first rule that matches, or the one for all others. */
record RuleSampler(List<Rule> rules, Sampler others) implements Sampler {

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		for (Rule rule : this.rules) {
			if (rule.spans().matches(name, spanKind, attributes)) {
				return rule.sampler().shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
			}
		}
		return this.others.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
	}

	@Override
	public String getDescription() {
		return "Rules{" + this.rules.size() + ", others=" + this.others.getDescription() + "}";
	}

	record Rule(SpanPattern spans, Sampler sampler) {

	}

}
