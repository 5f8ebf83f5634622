package io.github.tracingboot.sample.messaging;

/** The agent that was asked, or one that it asked in turn, reported a failure. */
public final class AgentFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Failure failure;

	AgentFailedException(Failure failure) {
		super(failure.agent() + ": " + failure.message());
		this.failure = failure;
	}

	Failure failure() {
		return this.failure;
	}

}
