package io.github.tracingboot.sample.messaging;

import java.util.Objects;

/**
 * {@code query.error}, {@code data_retrieval.error}: why there is no response.
 *
 * @param agent the agent that failed first
 */
public record Failure(String agent, String message) {

	static Failure of(String agent, Throwable error) {
		return (error instanceof AgentFailedException failed) ? failed.failure()
				: new Failure(agent, Objects.toString(error.getMessage(), error.getClass().getSimpleName()));
	}

}
