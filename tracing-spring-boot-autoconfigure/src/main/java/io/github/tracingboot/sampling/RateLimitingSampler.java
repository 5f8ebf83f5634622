package io.github.tracingboot.sampling;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * Lets through what another sampler takes as long as the rate allows. A quiet second
 * allows a burst of one second's worth after it, at least one.
 */
final class RateLimitingSampler implements Sampler {

	private final Sampler sampler;

	private final double perSecond;

	private final LongSupplier nanoTime;

	private final long nanosPerTrace;

	private final long burst;

	// The moment up to which the rate is used up; behind now by at most the burst.
	private final AtomicLong usedUntil;

	RateLimitingSampler(Sampler sampler, double perSecond, LongSupplier nanoTime) {
		this.sampler = sampler;
		this.perSecond = perSecond;
		this.nanoTime = nanoTime;
		this.nanosPerTrace = Math.max(1, (long) (1_000_000_000L / perSecond));
		this.burst = Math.max(1_000_000_000L, this.nanosPerTrace);
		this.usedUntil = new AtomicLong(nanoTime.getAsLong() - this.burst);
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		SamplingResult result = this.sampler.shouldSample(parentContext, traceId, name, spanKind, attributes,
				parentLinks);
		boolean sampled = result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
		return (!sampled || take()) ? result : SamplingResult.drop();
	}

	private boolean take() {
		long now = this.nanoTime.getAsLong();
		while (true) {
			long used = this.usedUntil.get();
			long from = (now - used > this.burst) ? now - this.burst : used;
			long until = from + this.nanosPerTrace;
			if (until - now > 0) {
				return false;
			}
			if (this.usedUntil.compareAndSet(used, until)) {
				return true;
			}
		}
	}

	@Override
	public String getDescription() {
		return "RateLimiting{" + this.perSecond + "/s, " + this.sampler.getDescription() + "}";
	}

}
