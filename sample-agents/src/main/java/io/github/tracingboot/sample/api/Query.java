package io.github.tracingboot.sample.api;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.sample.messaging.Finding;
import io.github.tracingboot.sample.messaging.QueryResponse;

/**
 * A query as its owner sees it.
 *
 * @param error why there is no answer
 * @param findings what agents had to say after the answer
 * @param span the span of the HTTP request that submitted it
 */
record Query(String id, String text, Status status, @Nullable QueryResponse answer, @Nullable String error,
		List<Finding> findings, @JsonIgnore SpanContext span) {

	enum Status {

		WORKING, DONE, FAILED, CANCELLED

	}

	static Query submitted(String id, String text, SpanContext span) {
		return new Query(id, text, Status.WORKING, null, null, List.of(), span);
	}

	Query answered(QueryResponse response) {
		return new Query(this.id, this.text, Status.DONE, response, null, this.findings, this.span);
	}

	Query failed(String reason) {
		return new Query(this.id, this.text, Status.FAILED, null, reason, this.findings, this.span);
	}

	Query cancelled() {
		return new Query(this.id, this.text, Status.CANCELLED, null, null, this.findings, this.span);
	}

	Query with(Finding finding) {
		List<Finding> all = new ArrayList<>(this.findings);
		all.add(finding);
		return new Query(this.id, this.text, this.status, this.answer, this.error, all, this.span);
	}

	/** The trace of the query, if there is one. */
	@JsonProperty
	@Nullable String traceId() {
		return this.span.isValid() ? this.span.getTraceId() : null;
	}

}
