package io.github.tracingboot.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * Has recorded what the head sampler refuses, so that it can wait for the end of its
 * trace. What is refused for good, or belongs to a trace that was dropped, is not.
 *
 * @param head the head sampler
 * @param buffer where the spans wait
 * @param lastEntry spares the work of writing the same entry again and again
 */
record KeepSampler(Sampler head, KeepBuffer buffer, LastEntry lastEntry) implements Sampler {

	KeepSampler(Sampler head, KeepBuffer buffer) {
		this(head, buffer, new LastEntry());
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		SamplingResult decided = this.head.shouldSample(parentContext, traceId, name, spanKind, attributes,
				parentLinks);
		SpanContext parent = Span.fromContext(parentContext).getSpanContext();
		LocalTrace trace = LocalTrace.of(parent, this.buffer);
		if (trace != null) {
			return child(trace, parent, decided, this.buffer.criteria().atStart(name, spanKind, attributes));
		}
		if (decided.getDecision() == SamplingDecision.RECORD_AND_SAMPLE) {
			return sampled(parent, decided);
		}
		boolean refused = isLocal(parent) && !parent.isSampled() && LocalTrace.of(parent) == null;
		if (refused || Boolean.FALSE.equals(decided.getAttributes().get(SamplingAttributes.KEEP))) {
			return decided;
		}
		return root(traceId, parent, decided, this.buffer.criteria().atStart(name, spanKind, attributes));
	}

	private SamplingResult child(LocalTrace trace, SpanContext parent, SamplingResult decided,
			@Nullable KeepReason reason) {
		if (reason != null) {
			this.buffer.keep(trace, reason);
		}
		SamplingResult result = trace.result();
		if (result.getDecision() != SamplingDecision.RECORD_AND_SAMPLE
				&& decided.getDecision() == SamplingDecision.RECORD_AND_SAMPLE) {
			return decided;
		}
		LocalTraceState state = (LocalTraceState) parent.getTraceState();
		TraceState updated = decided.getUpdatedTraceState(state);
		return (updated == state) ? result : new Stated(result, state.with(updated));
	}

	private SamplingResult root(String traceId, SpanContext parent, SamplingResult decided,
			@Nullable KeepReason reason) {
		TraceState entries = decided.getUpdatedTraceState(parent.getTraceState());
		SamplingEntry entry = told(parent, decided);
		TraceState telling = this.lastEntry.in(entries, entry);
		LocalTrace trace = this.buffer.open(traceId, entry.ratio());
		if (reason != null) {
			this.buffer.keep(trace, reason);
		}
		return new Stated(trace.result(), new LocalTraceState(telling, trace));
	}

	/** Where a trace was kept, every span says so; of the others, the local roots. */
	private SamplingResult sampled(SpanContext parent, SamplingResult decided) {
		if (isLocal(parent) && !SamplingEntry.isKept(parent.getTraceState())) {
			return decided;
		}
		SamplingEntry entry = told(parent, decided);
		if (entry.equals(SamplingEntry.NONE)) {
			return decided;
		}
		Attributes attributes = decided.getAttributes().toBuilder().putAll(entry.attributes()).build();
		TraceState entries = this.lastEntry.in(decided.getUpdatedTraceState(parent.getTraceState()), entry);
		return new Stated(SamplingResult.create(SamplingDecision.RECORD_AND_SAMPLE, attributes), entries);
	}

	/** Who has not decided has heard of the ratio. */
	private static SamplingEntry told(SpanContext parent, SamplingResult decided) {
		SamplingEntry entry = SamplingEntry.of(parent.getTraceState());
		Double ratio = decided.getAttributes().get(SamplingAttributes.RATIO);
		return (ratio != null) ? new SamplingEntry(ratio, entry.kept()) : entry;
	}

	private static boolean isLocal(SpanContext parent) {
		return parent.isValid() && !parent.isRemote();
	}

	@Override
	public String getDescription() {
		return "Keep{" + this.head.getDescription() + "}";
	}

	/**
	 * A result with a trace state.
	 *
	 * @param result decision and attributes
	 * @param state the trace state of the span, whatever its parent's is
	 */
	private record Stated(SamplingResult result, TraceState state) implements SamplingResult {

		@Override
		public SamplingDecision getDecision() {
			return this.result.getDecision();
		}

		@Override
		public Attributes getAttributes() {
			return this.result.getAttributes();
		}

		@Override
		public TraceState getUpdatedTraceState(TraceState parentTraceState) {
			return this.state;
		}

	}

}
