package io.github.tracingboot.sample.api;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tracingboot.sample.messaging.AgentFailedException;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpMessageReturnedException;
import org.springframework.amqp.core.AmqpReplyTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Why a query has no answer, as whoever asked hears it. */
final class QueryFailure extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private static final Logger log = LoggerFactory.getLogger(QueryFailure.class);

	private QueryFailure(ProblemDetail problem, Throwable cause) {
		super(HttpStatus.valueOf(problem.getStatus()), problem, cause);
	}

	static QueryFailure of(Query query, Throwable error) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		ProblemDetail problem = problem(cause);
		problem.setProperty("id", query.id());
		problem.setProperty("traceId", query.traceId());
		return new QueryFailure(problem, cause);
	}

	@Override
	public String getMessage() {
		return String.valueOf(getBody().getDetail());
	}

	private static ProblemDetail problem(Throwable error) {
		if (error instanceof AgentFailedException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, error.getMessage());
		}
		if (error instanceof CancellationException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The query was cancelled");
		}
		if (error instanceof AmqpReplyTimeoutException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, "query_agent did not answer in time");
		}
		if (error instanceof AmqpMessageReturnedException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
					"No queue takes query.request: has query_agent been started?");
		}
		if (error instanceof AmqpException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
					"The message broker cannot be reached");
		}
		log.error("Unexpected failure", error);
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, error.toString());
	}

}
