package io.github.tracingboot.sdk;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * What all spans of an application share on their way to the exporters, and the tracers
 * that start them. It does what the SDK's tracer provider does, as the OpenTelemetry
 * specification says, with fewer objects and locks; samplers, processors and exporters
 * are the SDK's and see no difference.
 */
final class SpanPipeline implements TracerProvider {

	final Resource resource;

	final Sampler sampler;

	/** Where the sampler need not be asked, nor told the id of the trace. */
	final @Nullable SamplingResult decisionForRoots;

	final int maxAttributes;

	final int maxValueLength;

	final int maxEvents;

	final int maxLinks;

	final int maxAttributesPerEvent;

	final int maxAttributesPerLink;

	private final SpanProcessor[] atStart;

	private final SpanProcessor[] atEnd;

	private volatile boolean stopped;

	SpanPipeline(Resource resource, SpanLimits limits, Sampler sampler, List<SpanProcessor> processors) {
		this.resource = resource;
		this.sampler = sampler;
		this.decisionForRoots = GuardedSampler.ofAllRoots(sampler);
		List<SpanProcessor> atStart = new ArrayList<>();
		List<SpanProcessor> atEnd = new ArrayList<>();
		for (SpanProcessor processor : processors) {
			if (processor.isStartRequired()) {
				atStart.add(processor);
			}
			if (processor.isEndRequired()) {
				atEnd.add(processor);
			}
		}
		this.atStart = atStart.toArray(new SpanProcessor[0]);
		this.atEnd = atEnd.toArray(new SpanProcessor[0]);
		this.maxAttributes = limits.getMaxNumberOfAttributes();
		this.maxValueLength = limits.getMaxAttributeValueLength();
		this.maxEvents = limits.getMaxNumberOfEvents();
		this.maxLinks = limits.getMaxNumberOfLinks();
		this.maxAttributesPerEvent = limits.getMaxNumberOfAttributesPerEvent();
		this.maxAttributesPerLink = limits.getMaxNumberOfAttributesPerLink();
	}

	SpanAttributes newAttributes() {
		return new SpanAttributes(this.maxAttributes, this.maxValueLength);
	}

	boolean isWithinLimits(Attributes attributes) {
		return attributes.size() <= this.maxAttributes && this.maxValueLength == Integer.MAX_VALUE;
	}

	void started(Context parent, ReadWriteSpan span) {
		for (SpanProcessor processor : this.atStart) {
			processor.onStart(parent, span);
		}
	}

	void ended(ReadableSpan span) {
		for (SpanProcessor processor : this.atEnd) {
			processor.onEnd(span);
		}
	}

	/** No span is started any more. */
	void stop() {
		this.stopped = true;
	}

	boolean isStopped() {
		return this.stopped;
	}

	@Override
	public Tracer get(@Nullable String scope) {
		return tracerBuilder(scope).build();
	}

	@Override
	public Tracer get(@Nullable String scope, String version) {
		return tracerBuilder(scope).setInstrumentationVersion(version).build();
	}

	@Override
	public TracerBuilder tracerBuilder(@Nullable String scope) {
		return new PipelineTracerBuilder(this, InstrumentationScopeInfo.builder((scope != null) ? scope : ""));
	}

}
