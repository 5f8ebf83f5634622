package io.github.tracingboot.sdk;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
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

	final SpanProcessor processor;

	final boolean startRequired;

	final boolean endRequired;

	final int maxAttributes;

	final int maxValueLength;

	final int maxEvents;

	final int maxLinks;

	final int maxAttributesPerEvent;

	final int maxAttributesPerLink;

	private volatile boolean shutdown;

	SpanPipeline(Resource resource, SpanLimits limits, Sampler sampler, SpanProcessor processor) {
		this.resource = resource;
		this.sampler = sampler;
		this.processor = processor;
		this.startRequired = processor.isStartRequired();
		this.endRequired = processor.isEndRequired();
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

	/** No span is started any more. */
	void stop() {
		this.shutdown = true;
	}

	boolean isStopped() {
		return this.shutdown;
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
