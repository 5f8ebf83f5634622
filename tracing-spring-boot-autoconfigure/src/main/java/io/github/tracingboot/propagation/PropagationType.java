package io.github.tracingboot.propagation;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.extension.trace.propagation.JaegerPropagator;

enum PropagationType {

	/** W3C Trace Context: traceparent and tracestate. */
	TRACECONTEXT,

	/** W3C Baggage. */
	BAGGAGE,

	/** B3 in one header. */
	B3,

	/** B3 in several headers. */
	B3MULTI,

	/** Jaeger's own: uber-trace-id and uberctx-*. */
	JAEGER;

	TextMapPropagator propagator() {
		return switch (this) {
			case TRACECONTEXT -> new TraceContextPropagator();
			case BAGGAGE -> W3CBaggagePropagator.getInstance();
			case B3 -> B3Propagator.injectingSingleHeader();
			case B3MULTI -> B3Propagator.injectingMultiHeaders();
			case JAEGER -> JaegerPropagator.getInstance();
		};
	}

}
