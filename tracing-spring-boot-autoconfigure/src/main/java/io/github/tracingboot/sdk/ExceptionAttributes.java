package io.github.tracingboot.sdk;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.opentelemetry.api.common.AttributeKey;

/** What the event of an exception says of it, by the semantic conventions. */
final class ExceptionAttributes {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");

	private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");

	private static final AttributeKey<String> STACKTRACE = AttributeKey.stringKey("exception.stacktrace");

	/** Characters: from the few that a writer starts with it would grow often. */
	private static final int USUAL_LENGTH = 4096;

	private ExceptionAttributes() {
	}

	static void put(SpanAttributes attributes, Throwable exception) {
		String type = exception.getClass().getCanonicalName();
		if (type != null) {
			attributes.put(TYPE, type);
		}
		String message = exception.getMessage();
		if (message != null) {
			attributes.put(MESSAGE, message);
		}
		StringWriter stackTrace = new StringWriter(USUAL_LENGTH);
		exception.printStackTrace(new PrintWriter(stackTrace));
		attributes.put(STACKTRACE, stackTrace.toString());
	}

}
