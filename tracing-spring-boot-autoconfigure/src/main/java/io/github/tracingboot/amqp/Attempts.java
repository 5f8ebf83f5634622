package io.github.tracingboot.amqp;

/** How the attempts of a retry within one handling of a message are shown. */
enum Attempts {

	/** An event on the process span for each attempt that failed. */
	EVENTS,

	/** A span for each attempt. */
	SPANS,

	/** Not at all. */
	NONE

}
