package io.github.tracingboot.annotation;

import io.opentelemetry.context.Context;
import reactor.core.scheduler.Schedulers;

/** Keeps the context where operators move to another thread. */
final class ReactorContext {

	private static final String HOOK = "tracing-context";

	private ReactorContext() {
	}

	// One for the JVM, like the schedulers; setting it again replaces it by itself.
	static void keepAcrossThreads() {
		Schedulers.onScheduleHook(HOOK, (task) -> {
			Context context = Context.current();
			return (context != Context.root()) ? context.wrap(task) : task;
		});
	}

}
