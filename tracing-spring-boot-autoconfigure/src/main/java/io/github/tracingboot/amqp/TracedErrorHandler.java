package io.github.tracingboot.amqp;

import io.opentelemetry.context.Scope;

import org.springframework.util.ErrorHandler;

/** The error handler of a container, whose log lines belong to the trace. */
record TracedErrorHandler(ErrorHandler delegate) implements ErrorHandler {

	@Override
	public void handleError(Throwable error) {
		try (Scope scope = FailedOnThread.resume(error)) {
			this.delegate.handleError(error);
		}
	}

}
