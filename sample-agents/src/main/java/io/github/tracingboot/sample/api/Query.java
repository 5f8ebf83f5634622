package io.github.tracingboot.sample.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.sample.messaging.QueryResponse;

/**
 * A query as its owner sees it.
 *
 * @param error why there is no answer
 * @param span the span of the HTTP request that submitted it
 */
record Query(String id, String text, Status status, @Nullable QueryResponse answer, @Nullable String error,
		@JsonIgnore SpanContext span) {

	enum Status {

		WORKING, DONE, FAILED

	}

	Query answered(QueryResponse response) {
		return new Query(this.id, this.text, Status.DONE, response, null, this.span);
	}

	Query failed(String reason) {
		return new Query(this.id, this.text, Status.FAILED, null, reason, this.span);
	}

	/** The trace of the query, if there is one. */
	@JsonProperty
	@Nullable String traceId() {
		return this.span.isValid() ? this.span.getTraceId() : null;
	}

}
