package io.github.tracingboot.web;

import io.opentelemetry.context.Context;
import reactor.core.CoreSubscriber;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** Where Reactor's context has OpenTelemetry's. */
final class ReactorContext {

	/** OpenTelemetry's own instrumentation of Reactor has it there, too. */
	static final String KEY = "otel-trace-propagation-context";

	private static final String HOOK = "tracing-context";

	private ReactorContext() {
	}

	static Context of(ContextView context) {
		return context.getOrDefault(KEY, Context.current());
	}

	static reactor.util.context.Context with(CoreSubscriber<?> subscriber, Context context) {
		return subscriber.currentContext().put(KEY, context);
	}

	// One for the JVM, like the schedulers; setting it again replaces it by itself.
	static void keepAcrossThreads() {
		Schedulers.onScheduleHook(HOOK, (task) -> {
			Context context = Context.current();
			return (context != Context.root()) ? context.wrap(task) : task;
		});
	}

}
