package io.github.tracingboot.sampling;

import io.opentelemetry.api.common.AttributeKey;

/** What a span says about why it is there, so that counts can be worked out from it. */
final class SamplingAttributes {

	/** Why a span is there although the head sampler refused its trace. */
	static final AttributeKey<String> REASON = AttributeKey.stringKey("sampling.reason");

	/** The share of traces that the head sampler takes. */
	static final AttributeKey<Double> RATIO = AttributeKey.doubleKey("sampling.ratio");

	/** Set to false by a sampler that refuses for good; not recorded. */
	static final AttributeKey<Boolean> KEEP = AttributeKey.booleanKey("sampling.keep");

	private SamplingAttributes() {
	}

}
