package io.github.tracingboot.amqp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.function.Executable;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** Does something in a span, and finds what came of it. */
record Caller(Tracer tracer, SpanRecorder spans) {

	SpanData inSpan(Executable work) throws Throwable {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			assertThat(scope).isNotNull();
			work.execute();
		}
		finally {
			caller.end();
		}
		return this.spans.take("caller");
	}

	// By its parent, because a message may be handled before its send has returned.
	SpanData takeChild(SpanData parent, String name) {
		SpanData child = this.spans.take("named '" + name + "' below " + parent.getName(),
				(span) -> span.getName().equals(name) && span.getParentSpanId().equals(parent.getSpanId()));
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
		return child;
	}

	/** What was sent by the default exchange, and handled. */
	SpanData takeHandled(SpanData parent, String queue) {
		return takeChild(takeChild(parent, "send " + queue), "process " + queue);
	}

}
