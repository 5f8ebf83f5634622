package io.github.tracingboot.annotation;

/**
 * How a span stands to the one that is current when it starts. Baggage is kept in each
 * case.
 */
public enum Relation {

	/** A child of it, in the same trace. */
	CHILD,

	/** The root of a trace of its own. */
	ROOT,

	/** The root of a trace of its own, with a link to it. */
	LINKED_ROOT

}
