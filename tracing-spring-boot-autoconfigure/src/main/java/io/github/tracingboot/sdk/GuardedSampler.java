package io.github.tracingboot.sdk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a sampler throws away from the code that starts a span. A span that the
 * sampler cannot decide about goes with its parent; without one it is dropped, because
 * the sampler may be what bounds the cost.
 */
final class GuardedSampler implements Sampler {

	private static final Logger logger = LoggerFactory.getLogger(GuardedSampler.class);

	/** Of the SDK, which neither fail nor look at anything but the parent. */
	private static final Map<Sampler, SamplingResult> SIMPLE = Map.of(Sampler.alwaysOn(),
			SamplingResult.recordAndSample(), Sampler.parentBased(Sampler.alwaysOn()), SamplingResult.recordAndSample(),
			Sampler.alwaysOff(), SamplingResult.drop(), Sampler.parentBased(Sampler.alwaysOff()),
			SamplingResult.drop());

	private final Sampler delegate;

	private final AtomicBoolean reported = new AtomicBoolean();

	GuardedSampler(Sampler delegate) {
		this.delegate = delegate;
	}

	/** Each of those around it sees what becomes of a failure, and is guarded itself. */
	static Sampler of(Sampler sampler, List<UnaryOperator<Sampler>> around) {
		Sampler guarded = SIMPLE.containsKey(sampler) ? sampler : new GuardedSampler(sampler);
		for (UnaryOperator<Sampler> each : around) {
			guarded = new GuardedSampler(each.apply(guarded));
		}
		return guarded;
	}

	/**
	 * What a sampler says to the first span of each trace, if it says the same to all.
	 */
	static @Nullable SamplingResult ofAllRoots(Sampler sampler) {
		return SIMPLE.get(sampler);
	}

	@Override
	@SuppressWarnings("NullAway") // A sampler may return null all the same.
	public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
			Attributes attributes, List<LinkData> links) {
		try {
			SamplingResult result = this.delegate.shouldSample(parent, traceId, name, kind, attributes, links);
			if (result != null) {
				return result;
			}
			report(new NullPointerException("no result"));
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			report(ex);
		}
		return Span.fromContext(parent).getSpanContext().isSampled() ? SamplingResult.recordAndSample()
				: SamplingResult.drop();
	}

	private void report(Throwable failure) {
		if (this.reported.compareAndSet(false, true)) {
			logger.warn("The sampler {} failed, spans that it fails for go with their parent or are dropped;"
					+ " it is not reported again", this.delegate.getClass().getName(), failure);
		}
	}

	@Override
	public String getDescription() {
		return this.delegate.getDescription();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
