package io.github.tracingboot.task;

import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.SpanErrors;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

/** Makes each run of a scheduled method a trace of its own. */
final class ScheduledRuns implements ObservationHandler<ScheduledTaskObservationContext> {

	private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

	private final Supplier<Tracer> tracer;

	private final Supplier<OpenTelemetry> openTelemetry;

	ScheduledRuns(Supplier<Tracer> tracer, Supplier<OpenTelemetry> openTelemetry) {
		this.tracer = tracer;
		this.openTelemetry = openTelemetry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ScheduledTaskObservationContext;
	}

	@Override
	public void onStart(ScheduledTaskObservationContext run) {
		// As if it had come from outside without headers: what the thread had is no
		// parent.
		Context start = this.openTelemetry.get()
			.getPropagators()
			.getTextMapPropagator()
			.extract(Context.root(), List.of(), NoHeaders.INSTANCE);
		Class<?> type = ClassUtils.getUserClass(run.getTargetClass());
		String method = run.getMethod().getName();
		Span span = this.tracer.get()
			.spanBuilder(ClassUtils.getShortName(type) + "." + method)
			.setParent(start)
			.setAttribute(FUNCTION, type.getName() + "." + method)
			.startSpan();
		HandlerSpan handler = new HandlerSpan(span);
		run.put(Run.class, new Run(span, handler, start.with(span).with(handler)));
	}

	@Override
	public void onScopeOpened(ScheduledTaskObservationContext context) {
		Run run = context.get(Run.class);
		if (run != null) {
			run.open();
		}
	}

	@Override
	public void onScopeClosed(ScheduledTaskObservationContext context) {
		Run run = context.get(Run.class);
		if (run != null) {
			run.close();
		}
	}

	@Override
	public void onError(ScheduledTaskObservationContext context) {
		Run run = context.get(Run.class);
		Throwable error = context.getError();
		if (run != null && error != null) {
			run.fail(error);
		}
	}

	@Override
	public void onStop(ScheduledTaskObservationContext context) {
		Run run = context.get(Run.class);
		if (run != null) {
			run.span.end();
		}
	}

	private static final class Run {

		private final Span span;

		private final HandlerSpan handler;

		private final Context context;

		private @Nullable Scope scope;

		Run(Span span, HandlerSpan handler, Context context) {
			this.span = span;
			this.handler = handler;
			this.context = context;
		}

		@SuppressWarnings("MustBeClosedChecker") // when the observation's scope is
		void open() {
			this.scope = this.context.makeCurrent();
		}

		void close() {
			if (this.scope != null) {
				this.scope.close();
			}
		}

		void fail(Throwable error) {
			if (!this.handler.expects(error)) {
				SpanErrors.record(this.span, error);
			}
		}

	}

	private enum NoHeaders implements TextMapGetter<List<String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(List<String> carrier) {
			return carrier;
		}

		@Override
		public @Nullable String get(@Nullable List<String> carrier, String key) {
			return null;
		}

	}

}
