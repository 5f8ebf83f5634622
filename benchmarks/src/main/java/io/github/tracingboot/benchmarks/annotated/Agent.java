package io.github.tracingboot.benchmarks.annotated;

import java.util.concurrent.CompletableFuture;

/** What is traced: a span per call, with the parameters as attributes. */
public interface Agent {

	/** Two attributes, a string and a number. */
	long process(String type, long entities);

	/** As {@link #process}, but it throws. */
	long fail(String type, long entities);

	/** As {@link #process}; the span lasts until the result is completed. */
	CompletableFuture<Long> start(String type, long entities, CompletableFuture<Long> result);

	/** Calls itself through the given agent, which is the same one from outside. */
	long nest(Agent outside, long depth);

	/** One attribute, read from the query. */
	long inspect(Query query);

	/** One attribute, which is the parameter. */
	long name(String type);

	/** What nobody traces. */
	long ignore(long entities);

	/** What a query has. */
	record Query(String type) {
	}

}
