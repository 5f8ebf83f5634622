package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tries a scenario over HTTP, like anybody else, and fetches the traces that are to be
 * seen.
 */
final class ScenarioRun {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String run = UUID.randomUUID().toString();

	private final long start = System.currentTimeMillis();

	private final String api;

	private String id = "";

	ScenarioRun(String url) {
		this.api = url;
	}

	/**
	 * Tries it.
	 * @return what came of each request and, if there is one, of what it waited for
	 * @throws IOException if there is no such scenario, or something else than a scenario
	 * went wrong
	 */
	List<Outcome> of(String scenario) throws IOException, InterruptedException {
		JsonNode wanted = find(scenario);
		List<HttpResponse<String>> responses = new ArrayList<>();
		for (JsonNode request : wanted.path("requests")) {
			responses.add(send(request));
		}
		List<Outcome> outcomes = new ArrayList<>();
		for (HttpResponse<String> response : responses) {
			outcomes.add(outcome(response));
		}
		if (wanted.hasNonNull("await")) {
			String span = URLEncoder.encode(wanted.path("await").asString(), StandardCharsets.UTF_8);
			JsonNode found = json(get("/api/traces?span=" + span + "&since=" + this.start));
			outcomes.add(new Outcome(200, "", traces(found.path("traceId").asString(), "")));
		}
		return outcomes;
	}

	private JsonNode find(String scenario) throws IOException, InterruptedException {
		List<String> names = new ArrayList<>();
		for (JsonNode any : json(get("/api/scenarios"))) {
			if (any.path("name").asString().equals(scenario)) {
				return any;
			}
			names.add(any.path("name").asString());
		}
		throw new IOException("There is no scenario '" + scenario + "', only " + String.join(", ", names));
	}

	private HttpResponse<String> send(JsonNode wanted) throws IOException, InterruptedException {
		String path = wanted.path("path").asString().replace("{id}", this.id);
		String body = wanted.hasNonNull("body") ? wanted.path("body").toString().replace("{run}", this.run) : "";
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.api + path))
			.method(wanted.path("method").asString(), BodyPublishers.ofString(body))
			.header("Content-Type", "application/json");
		wanted.path("headers")
			.properties()
			.forEach((header) -> request.header(header.getKey(), header.getValue().asString()));
		HttpResponse<String> response = send(request);
		this.id = json(response).path("id").asString(this.id);
		return response;
	}

	private Outcome outcome(HttpResponse<String> response) throws IOException, InterruptedException {
		JsonNode answer = json(response);
		String text = answer.at("/answer/answer").asString(answer.path("detail").asString(""));
		String trace = response.headers().firstValue("traceresponse").orElse("");
		return new Outcome(response.statusCode(), text,
				trace.isEmpty() ? null : traces(trace.substring(3, 35), trace.substring(36, 52)));
	}

	private Traces traces(String traceId, String root) throws IOException, InterruptedException {
		HttpResponse<String> response = get("/api/traces/" + traceId + "?root=" + root);
		return JsonMapper.shared().readValue(response.body(), Traces.class);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(this.api + path)));
		if (response.statusCode() != 200) {
			throw new IOException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
		}
		return response;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
	}

	/**
	 * What came of a request.
	 *
	 * @param text the answer, or what is wrong
	 * @param traces none with tracing off
	 */
	record Outcome(int status, String text, @Nullable Traces traces) {

		@Override
		public String toString() {
			StringBuilder all = new StringBuilder();
			if (!this.text.isEmpty()) {
				all.append(this.text).append("\n\n");
			}
			if (this.traces == null) {
				return all.append("(There is no trace: tracing is off.)\n").toString();
			}
			all.append(this.traces.trace().collapsed()).append('\n');
			for (Trace linked : this.traces.linked()) {
				all.append("linked to it:\n").append(linked.collapsed()).append('\n');
			}
			return all.append("trace ").append(this.traces.trace().traceId()).append('\n').toString();
		}

	}

	record Traces(boolean complete, Trace trace, List<Trace> linked) {
	}

	record Trace(String traceId, String collapsed, String full) {
	}

}
