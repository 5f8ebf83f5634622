package io.github.tracingboot.observation;

import java.util.function.Predicate;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Stands before the handlers of Micrometer Tracing, of which the first that supports an
 * observation handles it, and takes those that have a span already. It makes none: what
 * is observed inside of them has the current span as its parent.
 */
final class AdoptingObservationHandler implements TracingObservationHandler<Observation.Context>, Ordered {

	private final Tracer tracer;

	private final Predicate<@Nullable String> covered;

	AdoptingObservationHandler(Tracer tracer, Predicate<@Nullable String> covered) {
		this.tracer = tracer;
		this.covered = covered;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public boolean supportsContext(Observation.Context observation) {
		return this.covered.test(observation.getName());
	}

	@Override
	public void onStart(Observation.Context observation) {
		Span current = this.tracer.currentSpan();
		if (current != null) {
			getTracingContext(observation).setSpan(current);
		}
		else {
			// What counts it asks for it.
			getTracingContext(observation);
		}
	}

	@Override
	public void onScopeOpened(Observation.Context observation) {
		Span current = this.tracer.currentSpan();
		TracingContext context = getTracingContext(observation);
		setMaybeScopeOnTracingContext(context, (current != null) ? current : context.getSpan());
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context observation) {
		// The span is not the observation's.
	}

	@Override
	public void onError(Observation.Context observation) {
		// Whoever made the span sees the error.
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
