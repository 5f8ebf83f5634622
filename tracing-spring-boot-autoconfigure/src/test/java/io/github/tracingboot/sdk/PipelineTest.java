package io.github.tracingboot.sdk;

import java.util.List;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

/** Spans of a pipeline that samples what its callers sample. */
abstract class PipelineTest {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	final SpanPipeline pipeline = pipeline(SpanLimits.getDefault());

	final Tracer tracer = this.pipeline.get("test");

	SpanPipeline pipeline(SpanLimits limits) {
		return new SpanPipeline(Resource.empty(), limits, Sampler.parentBased(Sampler.alwaysOn()), List.of(this.spans));
	}

}
