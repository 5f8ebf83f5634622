package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;

/** For the OpenTelemetry starter and for its java agent. */
class WithSpanAgent implements Agent {

	@Override
	@WithSpan
	public long process(@SpanAttribute("query.type") String type, @SpanAttribute("entities.count") long entities) {
		return entities;
	}

	@Override
	@WithSpan
	public long fail(@SpanAttribute("query.type") String type, @SpanAttribute("entities.count") long entities) {
		throw new IllegalStateException(type);
	}

	@Override
	@WithSpan
	public CompletableFuture<Long> start(@SpanAttribute("query.type") String type,
			@SpanAttribute("entities.count") long entities, CompletableFuture<Long> result) {
		return result;
	}

	@Override
	@WithSpan
	public long nest(Agent outside, @SpanAttribute("depth") long depth) {
		return (depth > 1) ? outside.nest(outside, depth - 1) : depth;
	}

	@Override
	public long inspect(Query query) {
		throw new UnsupportedOperationException();
	}

	@Override
	@WithSpan
	public long name(@SpanAttribute("query.type") String type) {
		return type.length();
	}

	@Override
	public long ignore(long entities) {
		return entities;
	}

}
