package io.github.tracingboot.sample.retrieval;

import org.jspecify.annotations.Nullable;

/** A source of data does not answer, or not with data. */
class SourceUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SourceUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
