package io.github.tracingboot.web;

import java.util.List;

import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Adds the interceptor behind those that are there: it sees the address that they resolve
 * and, where Spring runs the rest of the chain again, each attempt that they make.
 */
final class BlockingClients implements ClientCustomizer {

	private final ClientTracingInterceptor interceptor;

	BlockingClients(ClientTracing tracing) {
		this.interceptor = new ClientTracingInterceptor(tracing);
	}

	@Override
	public Object customize(Object client) {
		if (client instanceof RestClient.Builder builder) {
			builder.requestInterceptors(this::addTo);
		}
		else if (client instanceof RestTemplate template) {
			addTo(template.getInterceptors());
		}
		// A client of another make would not be the same after it.
		else if (client instanceof RestClient rest && client.getClass().getName().endsWith(".DefaultRestClient")) {
			return rest.mutate().requestInterceptors(this::addTo).build();
		}
		return client;
	}

	private void addTo(List<ClientHttpRequestInterceptor> interceptors) {
		// Builders are cloned, and clients made of clients, with it.
		if (!interceptors.contains(this.interceptor)) {
			interceptors.add(this.interceptor);
		}
	}

}
