package io.github.tracingboot.sample.api;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** The latest queries, in memory. */
@Component
class Queries {

	private static final int MAX = 1_000;

	private final Map<String, Query> byId = new LinkedHashMap<>();

	synchronized Query save(Query query) {
		this.byId.put(query.id(), query);
		if (this.byId.size() > MAX) {
			this.byId.remove(this.byId.keySet().iterator().next());
		}
		return query;
	}

	synchronized Query get(String id) {
		Query query = this.byId.get(id);
		if (query == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no query " + id);
		}
		return query;
	}

}
