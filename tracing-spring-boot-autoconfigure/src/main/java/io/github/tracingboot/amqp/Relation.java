package io.github.tracingboot.amqp;

/** How the handling of a message relates to the trace that the message came with. */
enum Relation {

	/** Continues it. */
	CHILD,

	/** Starts a trace of its own that links to it. */
	LINKED_ROOT,

	/** Starts a trace of its own. */
	ROOT

}
