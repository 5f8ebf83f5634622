package io.github.tracingboot.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/** Refuses for good: not even an error is kept. */
enum NeverSampler implements Sampler {

	INSTANCE;

	private static final SamplingResult NEVER = SamplingResult.create(SamplingDecision.DROP,
			Attributes.of(SamplingAttributes.KEEP, false));

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		return NEVER;
	}

	@Override
	public String getDescription() {
		return "Never";
	}

}
