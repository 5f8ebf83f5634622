package io.github.tracingboot.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/** Says with each decision what the odds were. */
final class RatioSampler implements Sampler {

	private final Sampler sampler;

	private final SamplingResult taken;

	private final SamplingResult refused;

	RatioSampler(Sampler sampler, double ratio) {
		this.sampler = sampler;
		Attributes attributes = Attributes.of(SamplingAttributes.RATIO, ratio);
		this.taken = SamplingResult.create(SamplingDecision.RECORD_AND_SAMPLE, attributes);
		this.refused = SamplingResult.create(SamplingDecision.DROP, attributes);
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		SamplingDecision decision = this.sampler
			.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks)
			.getDecision();
		return (decision == SamplingDecision.RECORD_AND_SAMPLE) ? this.taken : this.refused;
	}

	@Override
	public String getDescription() {
		return this.sampler.getDescription();
	}

}
