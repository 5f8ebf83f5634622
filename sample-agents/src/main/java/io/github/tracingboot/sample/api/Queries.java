package io.github.tracingboot.sample.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.springframework.stereotype.Component;

/** The latest queries, in memory. */
@Component
class Queries {

	private static final int MAX = 1_000;

	private final Map<String, Query> byId = new LinkedHashMap<>();

	synchronized Query add(Query query) {
		this.byId.put(query.id(), query);
		if (this.byId.size() > MAX) {
			this.byId.remove(this.byId.keySet().iterator().next());
		}
		return query;
	}

	/** Changes a query, if it is still here. */
	synchronized Optional<Query> change(String id, UnaryOperator<Query> change) {
		return Optional.ofNullable(this.byId.computeIfPresent(id, (key, query) -> change.apply(query)));
	}

	synchronized Optional<Query> find(String id) {
		return Optional.ofNullable(this.byId.get(id));
	}

}
