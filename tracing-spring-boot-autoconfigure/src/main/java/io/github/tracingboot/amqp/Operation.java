package io.github.tracingboot.amqp;

import io.opentelemetry.api.trace.SpanKind;

/** What the semantic conventions call an operation; name and type are the same. */
enum Operation {

	SEND("send", SpanKind.PRODUCER), PROCESS("process", SpanKind.CONSUMER), RECEIVE("receive", SpanKind.CLIENT),

	/** Not one of the conventions: the broker had nowhere to put the message. */
	RETURN("return", SpanKind.INTERNAL);

	private final String id;

	private final SpanKind kind;

	Operation(String id, SpanKind kind) {
		this.id = id;
		this.kind = kind;
	}

	String id() {
		return this.id;
	}

	SpanKind kind() {
		return this.kind;
	}

}
