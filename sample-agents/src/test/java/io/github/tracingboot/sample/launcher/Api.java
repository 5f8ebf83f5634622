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

/** A client of chimera-api that knows nothing of tracing. */
record Api(String url) {

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	Response ask(String text, String... headers) throws IOException, InterruptedException {
		return post("{\"text\": \"" + text + "\"}", headers);
	}

	Response post(String body, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + "/api/queries"))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(30))
			.POST(BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request);
	}

	Response get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(this.url + path)).timeout(Duration.ofSeconds(30)));
	}

	Response delete(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(this.url + path)).timeout(Duration.ofSeconds(30)).DELETE());
	}

	String tree(Response query, String view) throws IOException, InterruptedException {
		Response response = get("/api/queries/" + query.text("id") + "/tree?view=" + view);
		return response.body();
	}

	private static Response send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
		return new Response(response.statusCode(), response.headers().firstValue("Location").orElse(""),
				response.headers().firstValue("Content-Type").orElse(""),
				response.headers().firstValue("traceresponse").orElse(""), response.body());
	}

	record Response(int status, String location, String type, String trace, String body) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

		String text(String field) {
			return json().path(field).asString();
		}

	}

}
