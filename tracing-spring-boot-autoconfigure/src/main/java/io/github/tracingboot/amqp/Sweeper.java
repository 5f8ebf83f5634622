package io.github.tracingboot.amqp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Ends what has waited long enough, on the JVM's timer, as long as anything waits. */
final class Sweeper {

	private final AtomicBoolean planned = new AtomicBoolean();

	private final LongSupplier sweep;

	/**
	 * A sweeper.
	 * @param sweep does it, and tells the nanoseconds until the next time, 0 for none
	 */
	Sweeper(LongSupplier sweep) {
		this.sweep = sweep;
	}

	/** Sweeps after that time at the latest. */
	void within(long nanos) {
		if (this.planned.compareAndSet(false, true)) {
			later(nanos);
		}
	}

	// The JVM's timer thread keeps the class loader of whoever needs it first, and a web
	// server complains of a thread that has its own.
	private void later(long nanos) {
		Thread thread = Thread.currentThread();
		ClassLoader loader = thread.getContextClassLoader();
		thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
		try {
			CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run).execute(this::sweep);
		}
		finally {
			thread.setContextClassLoader(loader);
		}
	}

	private void sweep() {
		this.planned.set(false);
		long next = this.sweep.getAsLong();
		if (next > 0) {
			within(next);
		}
	}

}
