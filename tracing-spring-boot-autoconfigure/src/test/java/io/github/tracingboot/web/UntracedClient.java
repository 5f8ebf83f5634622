package io.github.tracingboot.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

import org.springframework.core.env.Environment;

/** Calls the server of a test from outside of any trace. */
final class UntracedClient {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Environment environment;

	private final String root;

	UntracedClient(Environment environment, String root) {
		this.environment = environment;
		this.root = root;
	}

	int port() {
		return this.environment.getRequiredProperty("local.server.port", Integer.class);
	}

	HttpResponse<String> send(String path) throws IOException, InterruptedException {
		return send(path, (request) -> request);
	}

	HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> request)
			throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + port() + this.root + path);
		return this.client.send(request.apply(HttpRequest.newBuilder(uri)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	/** Sends the bytes of a request and leaves the rest to the test. */
	Socket connect(String request) throws IOException {
		Socket socket = new Socket("localhost", port());
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

}
