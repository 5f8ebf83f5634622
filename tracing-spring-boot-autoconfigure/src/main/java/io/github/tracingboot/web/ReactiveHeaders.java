package io.github.tracingboot.web;

import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/** Reads the context from a request that came in to a reactive server. */
enum ReactiveHeaders implements TextMapGetter<ServerHttpRequest> {

	GETTER;

	@Override
	public Iterable<String> keys(ServerHttpRequest carrier) {
		return carrier.getHeaders().toSingleValueMap().keySet();
	}

	@Override
	public @Nullable String get(@Nullable ServerHttpRequest carrier, String key) {
		// What HttpHeaders has of a map is gone on the newest line.
		List<String> values = (carrier != null) ? carrier.getHeaders().getValuesAsList(key) : List.of();
		// Several fields of one name are one list. A list of trace parents does not
		// parse.
		return !values.isEmpty() ? String.join(",", values) : null;
	}

}
