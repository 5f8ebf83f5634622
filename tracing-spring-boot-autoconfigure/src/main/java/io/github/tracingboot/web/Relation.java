package io.github.tracingboot.web;

/** How a request relates to the trace that it came with. */
enum Relation {

	/** Continues it. */
	CHILD,

	/** Starts a trace of its own that links to it. */
	LINKED_ROOT,

	/** Starts a trace of its own. */
	ROOT

}
