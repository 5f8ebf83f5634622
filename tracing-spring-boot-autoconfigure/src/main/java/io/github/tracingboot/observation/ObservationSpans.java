package io.github.tracingboot.observation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/** Makes a span of each observation of a registry that nobody else makes a span of. */
final class ObservationSpans implements ObservationHandler<Observation.Context> {

	private static final Logger logger = LoggerFactory.getLogger(ObservationSpans.class);

	private final ObservationRegistry registry;

	private final Supplier<Tracer> tracer;

	private final Remote remote;

	private final NativeSpans covered;

	private final AtomicBoolean warned = new AtomicBoolean();

	ObservationSpans(ObservationRegistry registry, Supplier<Tracer> tracer, Remote remote, NativeSpans covered) {
		this.registry = registry;
		this.tracer = tracer;
		this.remote = remote;
		this.covered = covered;
	}

	// The name is often not there yet.
	@Override
	public boolean supportsContext(Observation.Context observation) {
		return true;
	}

	@Override
	public void onStart(Observation.Context observation) {
		try {
			Context parent = parent(observation);
			ObservedSpan span = this.covered.test(observation.getName()) ? ObservedSpan.none(parent)
					: start(observation, parent);
			observation.put(ObservedSpan.class, span);
			if (span.span() != null && observation instanceof SenderContext<?> sender) {
				this.remote.inject(sender, span.context());
			}
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private ObservedSpan start(Observation.Context observation, Context parent) {
		Context from = (observation instanceof ReceiverContext<?> receiver) ? origin(receiver, parent) : parent;
		String name = name(observation);
		SpanBuilder builder = this.tracer.get().spanBuilder(name).setParent(from);
		if (!this.covered.isLocal(observation.getName())) {
			this.remote.describe(observation, builder);
		}
		builder.setAllAttributes(KeyValueAttributes.of(observation.getLowCardinalityKeyValues()));
		Span span = builder.startSpan();
		return (observation instanceof ReceiverContext) ? ObservedSpan.ofHandler(span, name, from)
				: ObservedSpan.of(span, name, from);
	}

	private Context origin(ReceiverContext<?> receiver, Context parent) {
		try {
			return this.remote.extract(receiver, parent);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return parent;
		}
	}

	private Context parent(Observation.Context observation) {
		ObservationView parent = observation.getParentObservation();
		ObservedSpan span = (parent != null) ? parent.getContextView().get(ObservedSpan.class) : null;
		if (parent == null || span == null || isCurrent(parent)) {
			// The parent's span, or one that was opened inside of it.
			return Context.current();
		}
		boolean valid = Span.fromContext(span.context()).getSpanContext().isValid();
		return valid ? span.context() : Context.current();
	}

	private boolean isCurrent(ObservationView observation) {
		Observation current = this.registry.getCurrentObservation();
		return current != null && current.getContextView() == observation.getContextView();
	}

	@Override
	public void onScopeOpened(Observation.Context observation) {
		ObservedSpan span = observation.get(ObservedSpan.class);
		if (span != null) {
			span.open();
		}
		else if (observation instanceof NullObservation.NullContext) {
			// Never started: Micrometer's way to have nothing current for a while.
			ObservedSpan nothing = ObservedSpan.none(Context.root());
			nothing.open(isOfEnclosing() ? Context.root() : Context.current());
			observation.put(ObservedSpan.class, nothing);
		}
	}

	/** Whether the current span is there because of the observation that was current. */
	private boolean isOfEnclosing() {
		Observation.Scope scope = this.registry.getCurrentObservationScope();
		Observation.Scope enclosing = (scope != null) ? scope.getPreviousObservationScope() : null;
		Observation observation = (enclosing != null) ? enclosing.getCurrentObservation() : null;
		ObservedSpan span = (observation != null) ? observation.getContextView().get(ObservedSpan.class) : null;
		return span != null && span.span() != null && span.span() == Span.fromContext(Context.current());
	}

	@Override
	public void onScopeClosed(Observation.Context observation) {
		ObservedSpan span = observation.get(ObservedSpan.class);
		if (span != null) {
			span.close();
		}
	}

	@Override
	public void onScopeReset(Observation.Context observation) {
		ObservedSpan span = observation.get(ObservedSpan.class);
		while (span != null && span.close()) {
			// All that this thread has opened.
		}
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context observation) {
		Span span = span(observation);
		if (span != null && event.getWallTime() > 0) {
			span.addEvent(event.getContextualName(), event.getWallTime(), TimeUnit.MILLISECONDS);
		}
		else if (span != null) {
			span.addEvent(event.getContextualName());
		}
	}

	@Override
	public void onError(Observation.Context observation) {
		ObservedSpan span = observation.get(ObservedSpan.class);
		Throwable error = observation.getError();
		if (span != null && error != null) {
			span.fail(error);
		}
	}

	@Override
	public void onStop(Observation.Context observation) {
		ObservedSpan observed = observation.get(ObservedSpan.class);
		Span span = span(observation);
		if (observed == null || span == null) {
			return;
		}
		try {
			if (span.isRecording()) {
				observed.rename(name(observation));
				span.setAllAttributes(KeyValueAttributes.of(observation.getAllKeyValues()));
			}
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		finally {
			span.end();
		}
	}

	private static @Nullable Span span(Observation.Context observation) {
		ObservedSpan span = observation.get(ObservedSpan.class);
		return (span != null) ? span.span() : null;
	}

	private static String name(Observation.Context observation) {
		String name = observation.getContextualName();
		if (!StringUtils.hasText(name)) {
			name = observation.getName();
		}
		return StringUtils.hasText(name) ? name : "observation";
	}

	// Once, because it would come with every observation.
	private void failed(RuntimeException failure) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(
					"Tracing an observation failed, what is observed is unharmed; further failures are logged as DEBUG",
					failure);
		}
		else {
			logger.debug("Tracing an observation failed", failure);
		}
	}

}
