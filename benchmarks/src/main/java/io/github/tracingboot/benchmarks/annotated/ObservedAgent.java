package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.annotation.Observed;

/** For Micrometer's observations, whose attributes are constants. */
class ObservedAgent implements Agent {

	@Override
	@Observed(lowCardinalityKeyValues = { "query.type", "price", "entities.count", "3" })
	public long process(String type, long entities) {
		return entities;
	}

	@Override
	@Observed(lowCardinalityKeyValues = { "query.type", "price", "entities.count", "3" })
	public long fail(String type, long entities) {
		throw new IllegalStateException(type);
	}

	@Override
	@Observed(lowCardinalityKeyValues = { "query.type", "price", "entities.count", "3" })
	public CompletableFuture<Long> start(String type, long entities, CompletableFuture<Long> result) {
		return result;
	}

	@Override
	@Observed(lowCardinalityKeyValues = { "depth", "5" })
	public long nest(Agent outside, long depth) {
		return (depth > 1) ? outside.nest(outside, depth - 1) : depth;
	}

	@Override
	public long inspect(Query query) {
		throw new UnsupportedOperationException();
	}

	@Override
	@Observed(lowCardinalityKeyValues = { "query.type", "price" })
	public long name(String type) {
		return type.length();
	}

	@Override
	public long ignore(long entities) {
		return entities;
	}

}
