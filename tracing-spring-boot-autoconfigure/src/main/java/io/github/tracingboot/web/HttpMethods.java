package io.github.tracingboot.web;

import java.util.Set;

import io.opentelemetry.api.trace.SpanBuilder;

/**
 * Methods that are known. Anybody can invent others, which must not become names.
 *
 * @param known as they are written
 */
record HttpMethods(Set<String> known) {

	private static final String OTHER = "_OTHER";

	/** What a span is called as long as nothing better is known. */
	String spanName(String method) {
		return this.known.contains(method) ? method : "HTTP";
	}

	void describe(SpanBuilder span, String method) {
		if (this.known.contains(method)) {
			span.setAttribute(HttpAttributes.REQUEST_METHOD, method);
		}
		else {
			span.setAttribute(HttpAttributes.REQUEST_METHOD, OTHER);
			span.setAttribute(HttpAttributes.REQUEST_METHOD_ORIGINAL, method);
		}
	}

}
