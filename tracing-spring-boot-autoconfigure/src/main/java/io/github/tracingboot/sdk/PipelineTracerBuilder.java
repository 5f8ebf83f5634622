package io.github.tracingboot.sdk;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;

/** Names the instrumentation that a tracer is for. */
record PipelineTracerBuilder(SpanPipeline pipeline, InstrumentationScopeInfoBuilder scope) implements TracerBuilder {

	@Override
	public TracerBuilder setSchemaUrl(String schemaUrl) {
		this.scope.setSchemaUrl(schemaUrl);
		return this;
	}

	@Override
	public TracerBuilder setInstrumentationVersion(String version) {
		this.scope.setVersion(version);
		return this;
	}

	@Override
	public Tracer build() {
		return new PipelineTracer(this.pipeline, this.scope.build());
	}

}
