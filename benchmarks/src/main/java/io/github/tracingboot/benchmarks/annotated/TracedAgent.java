package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

import io.github.tracingboot.annotation.SpanAttribute;
import io.github.tracingboot.annotation.Traced;

/** For the starter. */
class TracedAgent implements Agent {

	@Override
	@Traced
	public long process(@SpanAttribute("query.type") String type, @SpanAttribute("entities.count") long entities) {
		return entities;
	}

	@Override
	@Traced
	public long fail(@SpanAttribute("query.type") String type, @SpanAttribute("entities.count") long entities) {
		throw new IllegalStateException(type);
	}

	@Override
	@Traced
	public CompletableFuture<Long> start(@SpanAttribute("query.type") String type,
			@SpanAttribute("entities.count") long entities, CompletableFuture<Long> result) {
		return result;
	}

	@Override
	@Traced
	public long nest(Agent outside, @SpanAttribute("depth") long depth) {
		return (depth > 1) ? outside.nest(outside, depth - 1) : depth;
	}

	@Override
	@Traced(attributes = "query.type=#{#query.type}")
	public long inspect(Query query) {
		return query.type().length();
	}

	@Override
	@Traced
	public long name(@SpanAttribute("query.type") String type) {
		return type.length();
	}

	@Override
	public long ignore(long entities) {
		return entities;
	}

}
