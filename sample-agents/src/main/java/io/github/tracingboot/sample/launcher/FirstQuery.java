package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Submits a query over HTTP, like anybody else, and fetches what is to be shown of it.
 */
final class FirstQuery {

	private static final String BODY = "{\"text\": \"What is the price of ZEC at Kraken?\"}";

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI api;

	FirstQuery(String url) {
		this.api = URI.create(url + "/api/queries");
	}

	/**
	 * Asks and waits.
	 * @return the answer and the tree of its trace
	 * @throws IOException if there is no answer
	 */
	String run() throws IOException, InterruptedException {
		JsonNode query = JsonMapper.shared()
			.readTree(send(HttpRequest.newBuilder(this.api)
				.header("Content-Type", "application/json")
				.header("Prefer", "wait")
				.POST(BodyPublishers.ofString(BODY))));
		String answer = query.path("answer").path("answer").asString();
		if (!query.has("traceId")) {
			return answer + "\n(There is no trace: tracing is off.)\n";
		}
		URI tree = URI.create(this.api + "/" + query.path("id").asString() + "/tree");
		return answer + "\n\n" + send(HttpRequest.newBuilder(tree)) + "\ntrace " + query.path("traceId").asString()
				+ "\n";
	}

	private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
		if (response.statusCode() != 200) {
			throw new IOException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
		}
		return response.body();
	}

}
