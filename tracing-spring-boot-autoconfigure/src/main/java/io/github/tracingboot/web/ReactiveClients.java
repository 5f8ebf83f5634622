package io.github.tracingboot.web;

import java.util.List;

import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Adds the filter behind those that are there, so that it sees each attempt that they
 * make.
 */
final class ReactiveClients implements ClientCustomizer {

	private final ExchangeFilterFunction filter;

	ReactiveClients(ClientTracing tracing) {
		this.filter = (request, next) -> new TracedExchange(tracing, request, next);
	}

	@Override
	public Object customize(Object client) {
		if (client instanceof WebClient.Builder builder) {
			builder.filters(this::addTo);
		}
		// A client of another make would not be the same after it.
		else if (client instanceof WebClient web && client.getClass().getName().endsWith(".DefaultWebClient")) {
			return web.mutate().filters(this::addTo).build();
		}
		return client;
	}

	private void addTo(List<ExchangeFilterFunction> filters) {
		// Builders are cloned, and clients made of clients, with it.
		if (!filters.contains(this.filter)) {
			filters.add(this.filter);
		}
	}

}
