package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/** A page in a headless Chromium, driven over its DevTools protocol. */
final class Chromium implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Process process;

	private final WebSocket socket;

	private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();

	private int latest;

	private Chromium(Process process, String page) {
		this.process = process;
		this.socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create(page), new Answers())
			.join();
	}

	/**
	 * Opens a page.
	 * @param profile an empty directory
	 */
	static Chromium open(Path profile, String url) throws IOException, InterruptedException {
		String executable = Objects.requireNonNull(System.getenv("TRACING_TEST_CHROMIUM"));
		Process process = new ProcessBuilder(executable, "--headless", "--no-sandbox", "--disable-gpu",
				"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
				"--disable-sync", "--remote-debugging-port=0", "--remote-allow-origins=*", "--window-size=1200,1400",
				"--user-data-dir=" + profile, "about:blank")
			.redirectErrorStream(true)
			.redirectOutput(profile.resolve("output").toFile())
			.start();
		Path port = profile.resolve("DevToolsActivePort");
		await().atMost(TIMEOUT).until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
		String list = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json"))
				.build(), BodyHandlers.ofString())
			.body();
		JsonNode page = JsonMapper.shared()
			.readTree(list)
			.valueStream()
			.filter((tab) -> tab.path("type").asString().equals("page"))
			.findFirst()
			.orElseThrow();
		Chromium chromium = new Chromium(process, page.path("webSocketDebuggerUrl").asString());
		chromium.send("Page.navigate", Map.of("url", url));
		chromium.awaitTrue("document.readyState === 'complete' && location.href !== 'about:blank'");
		return chromium;
	}

	/** The value of an expression. */
	JsonNode evaluate(String expression) {
		JsonNode result = send("Runtime.evaluate",
				Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
		if (result.has("exceptionDetails")) {
			throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
		}
		return result.at("/result/value");
	}

	void awaitTrue(String condition) {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			if (!evaluate(condition).asBoolean(false)) {
				throw new AssertionError("Not so: " + condition + " in " + evaluate("document.body.innerText"));
			}
		});
	}

	void press(String key) {
		String text = key.equals("Enter") ? "\r" : "";
		int code = switch (key) {
			case "Enter" -> 13;
			case "Tab" -> 9;
			case "ArrowDown" -> 40;
			default -> throw new IllegalArgumentException(key);
		};
		for (String type : List.of("keyDown", "keyUp")) {
			send("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key, "text",
					type.equals("keyDown") ? text : "", "windowsVirtualKeyCode", code));
		}
	}

	/** Role and name of what assistive technology is told of. */
	List<String> accessible(String... roles) {
		return send("Accessibility.getFullAXTree", Map.of()).path("nodes")
			.valueStream()
			.filter((node) -> List.of(roles).contains(node.at("/role/value").asString()))
			.filter((node) -> !node.path("ignored").asBoolean())
			.map((node) -> node.at("/role/value").asString() + " " + node.at("/name/value").asString(""))
			.toList();
	}

	/** Sets a media feature. */
	void prefer(String feature, String value) {
		send("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
	}

	void screenshot(Path file) throws IOException {
		JsonNode shot = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
		Files.write(file, Base64.getDecoder().decode(shot.path("data").asString()));
	}

	private synchronized JsonNode send(String method, Map<String, Object> parameters) {
		int id = ++this.latest;
		this.socket
			.sendText(JsonMapper.shared().writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
					true)
			.join();
		try {
			while (true) {
				JsonNode answer = this.answers.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
				if (answer == null) {
					throw new AssertionError("No answer to " + method);
				}
				if (answer.path("id").asInt(-1) == id) {
					return answer.path("result");
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.socket.abort();
		// All of them, or one might still write to the profile while it is deleted.
		List<ProcessHandle> helpers = this.process.descendants().toList();
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
		helpers.forEach(ProcessHandle::destroyForcibly);
		helpers.forEach((helper) -> helper.onExit().orTimeout(10, TimeUnit.SECONDS).join());
	}

	private final class Answers implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				Chromium.this.answers.add(JsonMapper.shared().readTree(this.text.toString()));
				this.text.setLength(0);
			}
			webSocket.request(1);
			return null;
		}

	}

}
