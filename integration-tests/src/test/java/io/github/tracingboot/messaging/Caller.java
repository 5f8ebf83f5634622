package io.github.tracingboot.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;

import io.github.tracingboot.testing.SpanRecorder;

/** Does something in a span, and finds what came of it. */
record Caller(Tracer tracer, SpanRecorder spans) {

	SpanData inSpan(Runnable work) {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			work.run();
		}
		finally {
			caller.end();
		}
		return this.spans.take("caller");
	}

	// By its parent, because a message may be handled before its send has returned.
	SpanData takeChild(SpanData parent, String name) {
		return this.spans.take("named '" + name + "' below " + parent.getName(), (span) -> span.getName().equals(name)
				&& span.getParentSpanId().equals(parent.getSpanId()) && span.getTraceId().equals(parent.getTraceId()));
	}

}
