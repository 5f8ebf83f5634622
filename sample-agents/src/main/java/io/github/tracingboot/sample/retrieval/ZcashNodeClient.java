package io.github.tracingboot.sample.retrieval;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks a Zcash node, which speaks JSON-RPC over HTTP. */
@Component
class ZcashNodeClient {

	private final RestClient http;

	ZcashNodeClient(RestClient.Builder http, @Value("${chimera.zcash-node.url:http://localhost:8091}") String url) {
		this.http = http.baseUrl(url).build();
	}

	long blockHeight(String id) {
		try {
			Response response = this.http.post()
				.uri("/")
				.body(new Request("2.0", id, "getblockcount", List.of()))
				.retrieve()
				.body(Response.class);
			if (response == null || response.result() == null) {
				throw new IllegalStateException("zcash_node has no block height: " + response);
			}
			return response.result();
		}
		catch (RestClientException ex) {
			throw new IllegalStateException("zcash_node does not tell the block height: " + ex.getMessage(), ex);
		}
	}

	record Request(String jsonrpc, String id, String method, List<Object> params) {
	}

	record Response(@Nullable Long result, @Nullable Object error) {
	}

}
