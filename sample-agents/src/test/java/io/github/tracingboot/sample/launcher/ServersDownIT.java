package io.github.tracingboot.sample.launcher;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.sample.embedded.Embedded;
import io.github.tracingboot.sample.embedded.Part;
import io.github.tracingboot.sample.launcher.Api.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A server goes away while the agents run, and comes back. */
class ServersDownIT {

	private static final List<AutoCloseable> STARTED = new ArrayList<>();

	private static final Map<Part, Line> LINES = new EnumMap<>(Part.class);

	private static Api api = new Api("");

	@BeforeAll
	static void start() throws Exception {
		List<String> args = new ArrayList<>(List.of("--chimera.work.factor=0", "--server.port=0"));
		for (Part part : Part.values()) {
			Embedded server = part.start();
			STARTED.add(0, server::close);
			server.properties().forEach((name, value) -> args.add("--" + name + "=" + onLine(part, value)));
		}
		AllAgents agents = AllAgents.start(args.toArray(String[]::new));
		STARTED.add(0, agents);
		api = new Api(agents.url());
	}

	@AfterAll
	static void stop() throws Exception {
		for (AutoCloseable started : STARTED) {
			started.close();
		}
	}

	@Test
	void withoutTheBrokerAQueryIsRefusedAndTheTraceSaysWhy() throws Exception {
		Response refused = without(Part.BROKER, () -> api.ask("price", "Prefer", "wait"));
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.text("detail")).isEqualTo("The message broker cannot be reached");
		assertThat(api.tree(refused, "full")).startsWith("chimera-api: POST /api/queries")
			.contains("ERROR", "The message broker cannot be reached");
	}

	@Test
	void withoutRedisAnAnswerComesAndTheTraceSaysWhatIsMissing() throws Exception {
		Response answered = without(Part.REDIS, () -> api.ask("price", "Prefer", "wait"));
		assertThat(answered.status()).isEqualTo(200);
		assertThat(api.tree(answered, "full").lines())
			.anySatisfy((line) -> assertThat(line).contains("data_retrieval_agent: cache_set", "ERROR"));
	}

	@Test
	void withoutRedisAQuestionThatNeedsTheOneBeforeFailsAndSaysWhy() throws Exception {
		String body = "{\"text\": \"And what does it cost now?\", \"session\": \"redis-down\"}";
		Response failed = without(Part.REDIS, () -> api.post(body, "Prefer", "wait"));
		assertThat(failed.status()).isEqualTo(502);
		assertThat(failed.text("detail")).isEqualTo("query_agent: Redis command timed out");
		assertThat(api.tree(failed, "full").lines())
			.anySatisfy((line) -> assertThat(line).contains("query_agent: load_context", "ERROR"));
	}

	@Test
	void withoutMongoAnAnswerComesAndWhatWasArchivedCannotBeRead() throws Exception {
		without(Part.MONGODB, () -> {
			Response answered = api.ask("price", "Prefer", "wait");
			assertThat(answered.status()).isEqualTo(200);
			assertThat(api.get("/api/queries/" + answered.text("id")).status()).isEqualTo(200);
			Response unknown = api.get("/api/queries/nobody");
			assertThat(unknown.status()).isEqualTo(503);
			assertThat(unknown.text("detail")).isEqualTo("MongoDB cannot be reached");
			return answered;
		});
	}

	@Test
	void withoutInfluxAnAnswerComesWithoutHistoryAndTheTraceSaysWhy() throws Exception {
		Response answered = without(Part.INFLUXDB, () -> api.ask("How has ZEC developed at Kraken?", "Prefer", "wait"));
		assertThat(answered.status()).isEqualTo(200);
		assertThat(api.tree(answered, "full").lines())
			.anySatisfy((line) -> assertThat(line).contains("write zcash_metrics", "ERROR", "ConnectException"));
	}

	private static Response without(Part part, Question question) throws Exception {
		Line line = Objects.requireNonNull(LINES.get(part));
		line.cut();
		Response response;
		try {
			response = question.ask();
		}
		finally {
			line.mend();
		}
		await().atMost(Duration.ofSeconds(30))
			.until(() -> api.ask("price", "Prefer", "wait").status() == 200
					&& api.get("/api/queries/nobody").status() == 404);
		return response;
	}

	private static String onLine(Part part, Object value) {
		if (value instanceof Integer port) {
			return String.valueOf(line(part, port));
		}
		String text = value.toString();
		int port = text.contains("://") ? URI.create(text).getPort() : -1;
		return (port < 0) ? text : text.replace(":" + port, ":" + line(part, port));
	}

	private static int line(Part part, int port) {
		Line line = LINES.computeIfAbsent(part, (any) -> Line.to(port));
		STARTED.add(line);
		return line.port();
	}

	@FunctionalInterface
	private interface Question {

		Response ask() throws Exception;

	}

}
