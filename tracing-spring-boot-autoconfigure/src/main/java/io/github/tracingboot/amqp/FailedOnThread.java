package io.github.tracingboot.amqp;

import java.lang.ref.WeakReference;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The context in which a listener has failed on this thread, for the container's error
 * handler, which is called after the advice chain has been left.
 */
final class FailedOnThread {

	// The error weakly: whoever throws it on holds it for as long as anyone asks.
	private static final ThreadLocal<@Nullable Failure> LAST = new ThreadLocal<>();

	private FailedOnThread() {
	}

	static void remember(Throwable error, Context context) {
		LAST.set(new Failure(new WeakReference<>(error), context));
	}

	/** Makes that context current again if it was this error that was thrown in it. */
	@SuppressWarnings("MustBeClosedChecker") // the caller does
	static Scope resume(Throwable error) {
		Failure last = LAST.get();
		LAST.remove();
		return (last != null && last.error().refersTo(error)) ? last.context().makeCurrent() : Scope.noop();
	}

	private record Failure(WeakReference<Throwable> error, Context context) {
	}

}
