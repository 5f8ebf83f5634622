package io.github.tracingboot.annotation;

import org.jspecify.annotations.Nullable;

/** Where the value of an attribute comes from. */
@FunctionalInterface
interface ValueSource {

	/**
	 * Finds the value for a call.
	 * @param target what is called
	 * @param arguments its arguments
	 * @param result what it returned, {@code null} before that
	 * @return the value, {@code null} if there is none
	 */
	@Nullable Object value(@Nullable Object target, @Nullable Object[] arguments, @Nullable Object result);

}
