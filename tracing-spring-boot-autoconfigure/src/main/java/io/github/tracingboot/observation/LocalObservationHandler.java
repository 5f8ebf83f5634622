package io.github.tracingboot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.core.Ordered;

/**
 * Stands before the handlers of Micrometer Tracing too, and takes those that would be the
 * span of a sending, which somebody else makes. It is not of their class: where a bean of
 * that is, Spring Boot makes none.
 */
final class LocalObservationHandler implements TracingObservationHandler<Observation.Context>, Ordered {

	private final DefaultTracingObservationHandler delegate;

	private final Propagator propagator;

	private final NativeSpans covered;

	LocalObservationHandler(Tracer tracer, Propagator propagator, NativeSpans covered) {
		this.delegate = new DefaultTracingObservationHandler(tracer);
		this.propagator = propagator;
		this.covered = covered;
	}

	@Override
	public Tracer getTracer() {
		return this.delegate.getTracer();
	}

	@Override
	public boolean supportsContext(Observation.Context observation) {
		return observation instanceof SenderContext && this.covered.isLocal(observation.getName());
	}

	@Override
	public void onStart(Observation.Context observation) {
		this.delegate.onStart(observation);
		if (observation instanceof SenderContext<?> sender) {
			inject(sender);
		}
	}

	// For those that send without a span.
	private <C> void inject(SenderContext<C> sender) {
		C carrier = sender.getCarrier();
		if (carrier != null) {
			this.propagator.inject(getRequiredSpan(sender).context(), carrier, sender.getSetter()::set);
		}
	}

	@Override
	public void onStop(Observation.Context observation) {
		this.delegate.onStop(observation);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
