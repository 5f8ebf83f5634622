package io.github.tracingboot.environment;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Makes the context of the process that started this one current while the runners run,
 * on the thread that runs them.
 */
final class AdoptedContext implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private final @Nullable Context context;

	private @Nullable Scope scope;

	AdoptedContext(Environment environment, ContextPropagators propagators) {
		TextMapPropagator propagator = propagators.getTextMapPropagator();
		// Most processes were started by nobody who traces, and need no context to start.
		this.context = VariableCarrier.isIn(environment, propagator.fields())
				? propagator.extract(Context.root(), environment::getProperty, VariableCarrier.INSTANCE) : null;
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker") // closed by a later event
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationStartedEvent && this.scope == null && this.context != null
				&& this.context != Context.root()) {
			this.scope = this.context.makeCurrent();
		}
		else if ((event instanceof ApplicationReadyEvent || event instanceof ApplicationFailedEvent)
				&& this.scope != null) {
			this.scope.close();
			this.scope = null;
		}
	}

	/** Before listeners that do work, so that they find the context too. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
