package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

import io.github.tracingboot.annotation.Traced;

/** For the starter. */
class TracedAgent implements Agent {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("query.type");

	private static final AttributeKey<Long> ENTITIES = AttributeKey.longKey("entities.count");

	private static final AttributeKey<Long> DEPTH = AttributeKey.longKey("depth");

	@Override
	@Traced
	public long process(String type, long entities) {
		Span.current().setAttribute(TYPE, type).setAttribute(ENTITIES, entities);
		return entities;
	}

	@Override
	@Traced
	public long fail(String type, long entities) {
		Span.current().setAttribute(TYPE, type).setAttribute(ENTITIES, entities);
		throw new IllegalStateException(type);
	}

	@Override
	@Traced
	public CompletableFuture<Long> start(String type, long entities, CompletableFuture<Long> result) {
		Span.current().setAttribute(TYPE, type).setAttribute(ENTITIES, entities);
		return result;
	}

	@Override
	@Traced
	public long nest(Agent outside, long depth) {
		Span.current().setAttribute(DEPTH, depth);
		return (depth > 1) ? outside.nest(outside, depth - 1) : depth;
	}

	@Override
	@Traced
	public long inspect(Query query) {
		Span.current().setAttribute(TYPE, query.type());
		return 1;
	}

	@Override
	@Traced
	public long name(String type) {
		Span.current().setAttribute(TYPE, type);
		return type.length();
	}

	@Override
	public long ignore(long entities) {
		return entities;
	}

}
