package io.github.tracingboot.sdk;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Starts the spans of one instrumentation.
 *
 * @param pipeline where they go
 * @param scope the instrumentation
 */
record PipelineTracer(SpanPipeline pipeline, InstrumentationScopeInfo scope) implements Tracer {

	private static final String UNNAMED = "<unspecified span name>";

	@Override
	public SpanBuilder spanBuilder(@Nullable String name) {
		String given = StringUtils.hasText(name) ? name : UNNAMED;
		if (this.pipeline.isStopped()) {
			return TracerProvider.noop().get(this.scope.getName()).spanBuilder(given);
		}
		return new PipelineSpanBuilder(this, given);
	}

}
