package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanTag;

/** For Micrometer Tracing. */
class NewSpanAgent implements Agent {

	@Override
	@NewSpan
	public long process(@SpanTag("query.type") String type, @SpanTag("entities.count") long entities) {
		return entities;
	}

	@Override
	@NewSpan
	public long fail(@SpanTag("query.type") String type, @SpanTag("entities.count") long entities) {
		throw new IllegalStateException(type);
	}

	@Override
	@NewSpan
	public CompletableFuture<Long> start(@SpanTag("query.type") String type, @SpanTag("entities.count") long entities,
			CompletableFuture<Long> result) {
		return result;
	}

	@Override
	@NewSpan
	public long nest(Agent outside, @SpanTag("depth") long depth) {
		return (depth > 1) ? outside.nest(outside, depth - 1) : depth;
	}

	@Override
	public long inspect(Query query) {
		throw new UnsupportedOperationException();
	}

	@Override
	@NewSpan
	public long name(@SpanTag("query.type") String type) {
		return type.length();
	}

	@Override
	public long ignore(long entities) {
		return entities;
	}

}
