package io.github.tracingboot.task;

import java.util.concurrent.RunnableScheduledFuture;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;

/**
 * Runs a task in the context of whoever submitted it, and puts back what was there.
 *
 * @param next the decorator that was there before; runs inside, so that what it logs has
 * the context too
 */
record ContextDecorator(@Nullable TaskDecorator next) implements TaskDecorator {

	@Override
	public Runnable decorate(Runnable task) {
		Context context = isPeriodic(task) ? Context.root() : Context.current();
		return context.wrap((this.next != null) ? this.next.decorate(task) : task);
	}

	/** What runs for ever is no part of the request that happened to set it up. */
	private static boolean isPeriodic(Runnable task) {
		return task instanceof RunnableScheduledFuture<?> future && future.isPeriodic();
	}

}
