package io.github.tracingboot.web;

/** Adds tracing to the clients of one library, once to each. */
interface ClientCustomizer {

	/**
	 * Adds tracing.
	 * @param client a client, the builder of one, or something else
	 * @return the same, or what is to be used instead
	 */
	Object customize(Object client);

}
