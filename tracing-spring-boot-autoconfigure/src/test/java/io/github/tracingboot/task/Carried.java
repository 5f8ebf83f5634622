package io.github.tracingboot.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A value that tells which context a task runs in. */
final class Carried {

	private static final ContextKey<String> KEY = ContextKey.named("test");

	private Carried() {
	}

	static Context context(String value) {
		return Context.root().with(KEY, value);
	}

	static @Nullable String current() {
		return Context.current().get(KEY);
	}

	/** What a task of this executor sees that is started in a context of this value. */
	static @Nullable String seen(Executor executor, String value) {
		try (Scope scope = context(value).makeCurrent()) {
			return CompletableFuture.supplyAsync(Carried::current, executor).join();
		}
	}

}
