package io.github.tracingboot.propagation;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.extension.trace.propagation.JaegerPropagator;

enum PropagationType {

	/** W3C Trace Context: traceparent and tracestate. */
	TRACECONTEXT {
		@Override
		TextMapPropagator propagator() {
			return new TraceContextPropagator();
		}
	},

	/** W3C Baggage. */
	BAGGAGE {
		@Override
		TextMapPropagator propagator() {
			return W3CBaggagePropagator.getInstance();
		}
	},

	/** B3 in one header. */
	B3 {
		@Override
		TextMapPropagator propagator() {
			return B3Propagator.injectingSingleHeader();
		}
	},

	/** B3 in several headers. */
	B3MULTI {
		@Override
		TextMapPropagator propagator() {
			return B3Propagator.injectingMultiHeaders();
		}
	},

	/** Jaeger's own: uber-trace-id and uberctx-*. */
	JAEGER {
		@Override
		TextMapPropagator propagator() {
			return JaegerPropagator.getInstance();
		}
	};

	abstract TextMapPropagator propagator();

}
