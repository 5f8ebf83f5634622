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

	private final RestClient mainnet;

	private final RestClient testnet;

	ZcashNodeClient(RestClient.Builder http, @Value("${chimera.zcash-node.url:http://localhost:8091}") String url,
			@Value("${chimera.zcash-node.testnet-url:http://localhost:1}") String testnetUrl) {
		this.mainnet = http.clone().baseUrl(url).build();
		this.testnet = http.clone().baseUrl(testnetUrl).build();
	}

	/**
	 * Asks how high the chain is.
	 * @param network {@code mainnet}, or {@code testnet}, for which there is no node
	 * unless one is configured
	 * @throws SourceUnavailableException if the node does not tell
	 */
	long blockHeight(String id, String network) {
		try {
			Response response = (network.equals("testnet") ? this.testnet : this.mainnet).post()
				.uri("/")
				.body(new Request("2.0", id, "getblockcount", List.of()))
				.retrieve()
				.body(Response.class);
			if (response == null || response.result() == null) {
				throw new SourceUnavailableException("zcash_node has no block height: " + response, null);
			}
			return response.result();
		}
		catch (RestClientException ex) {
			throw new SourceUnavailableException("zcash_node does not tell the block height: " + ex.getMessage(), ex);
		}
	}

	record Request(String jsonrpc, String id, String method, List<Object> params) {
	}

	record Response(@Nullable Long result, @Nullable Object error) {
	}

}
