package io.github.tracingboot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.core.Ordered;

/**
 * Stands before the handlers of Micrometer Tracing too, and takes those that would be the
 * span of a sending, which somebody else makes.
 */
final class LocalObservationHandler extends DefaultTracingObservationHandler implements Ordered {

	private final Propagator propagator;

	private final NativeSpans covered;

	LocalObservationHandler(Tracer tracer, Propagator propagator, NativeSpans covered) {
		super(tracer);
		this.propagator = propagator;
		this.covered = covered;
	}

	@Override
	public boolean supportsContext(Observation.Context observation) {
		return observation instanceof SenderContext && this.covered.isLocal(observation.getName());
	}

	@Override
	public void onStart(Observation.Context observation) {
		super.onStart(observation);
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
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
