package io.github.tracingboot.sample.launcher;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tracingboot.sample.embedded.Embedded;
import io.github.tracingboot.sample.embedded.Part;
import io.github.tracingboot.sample.launcher.Api.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process for each agent, started in no particular order: on RabbitMQ where the tests
 * know one, on an embedded broker of this test otherwise. The query agent runs as it was
 * processed ahead of time.
 */
class SeparateProcessesIT {

	@TempDir
	Path temporary;

	private final List<Embedded> servers = new ArrayList<>();

	private final Map<Agent, JarProcess> processes = new EnumMap<>(Agent.class);

	@AfterEach
	void stop() throws Exception {
		for (JarProcess process : this.processes.values()) {
			process.close();
		}
		this.servers.forEach(Embedded::close);
	}

	@Test
	void queryIsOneTraceThroughEveryProcess() throws Exception {
		TestBroker rabbitmq = TestBroker.rabbitmq();
		List<String> servers = new ArrayList<>();
		if (rabbitmq != null) {
			SharedAgents.leave(rabbitmq.arguments());
			servers.addAll(rabbitmq.arguments());
		}
		for (Part part : Part.values()) {
			if (part != Part.BROKER || rabbitmq == null) {
				Embedded server = part.start();
				this.servers.add(server);
				server.properties().forEach((name, value) -> servers.add("--" + name + "=" + value));
			}
		}
		queryEveryProcess(servers);
	}

	private void queryEveryProcess(List<String> broker) throws Exception {
		int api = freePort();
		int otlp = freePort();
		int node = freePort();
		int exchange = freePort();
		start(Agent.CHIMERA_API, broker, "--server.port=" + api, "--chimera.otlp.port=" + otlp);
		start(Agent.QUERY_AGENT, broker, otlp(otlp));
		for (Agent agent : List.of(Agent.FACT_CHECKER_AGENT, Agent.FOLLOWUP_AGENT, Agent.NARRATIVE_AGENT,
				Agent.ANALYSIS_AGENT)) {
			start(agent, broker, otlp(otlp));
		}
		start(Agent.MONITORING_AGENT, broker, otlp(otlp), "--chimera.monitoring.interval=1s");
		start(Agent.DATA_RETRIEVAL_AGENT, broker, otlp(otlp), "--chimera.zcash-node.url=http://localhost:" + node,
				"--chimera.exchange-api.url=http://localhost:" + exchange);
		start(Agent.EXCHANGE_API, broker, "--server.port=" + exchange, otlp(otlp));
		start(Agent.ZCASH_NODE, broker, "--server.port=" + node, otlp(otlp));
		Api client = new Api("http://localhost:" + api);
		Response query = await().atMost(Duration.ofMinutes(2))
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> {
				this.processes.forEach((agent, process) -> assertThat(process.isAlive()).as(process.output()).isTrue());
				return client.ask("What is the price of ZEC at Kraken?", "Prefer", "wait");
			}, (response) -> response.status() == 200);
		ExpectedTree.assertCollapsed(client.tree(query, "collapsed"));
		ExpectedTree.assertFull(client.tree(query, "full"));
		assertThat(Objects.requireNonNull(this.processes.get(Agent.QUERY_AGENT)).output()).contains("AOT-processed");
		for (Agent agent : List.of(Agent.CHIMERA_API, Agent.QUERY_AGENT, Agent.DATA_RETRIEVAL_AGENT)) {
			assertThat(Objects.requireNonNull(this.processes.get(agent)).output())
				.contains("[" + query.text("traceId") + "-");
		}
		assertThat(this.processes).containsOnlyKeys(Agent.values());
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(linkedTrees(client, client.ask("price", "Prefer", "wait").text("traceId")))
				.containsSubsequence("analysis_agent: run_analysis_pipeline", "narrative_agent: write_narrative",
						"chimera-api: keep_finding")
				.contains("fact_checker_agent: check_facts", "followup_agent: suggest_questions"));
		String alert = client.get("/api/traces?since=0&span=send%20chimera.events:monitoring.alert").text("traceId");
		assertThat(client.get("/api/traces/" + alert).json().at("/trace/collapsed").asString())
			.startsWith("monitoring_agent: check_market")
			.contains("redis: read_price");
		assertThat(linkedTrees(client, alert)).contains("chimera-api: receive_alert");
		Objects.requireNonNull(this.processes.remove(Agent.CHIMERA_API)).close();
		JarProcess once = start(Agent.CHIMERA_API, broker, "--once", "--server.port=0", "--chimera.otlp.port=" + otlp);
		assertThat(once.await()).as(once.output()).isZero();
		assertThat(once.output()).contains("ZEC costs", "chimera-api: POST /api/queries");
	}

	/** What happens beside the answer: nobody knows when, so it is asked for again. */
	private static String linkedTrees(Api client, String traceId) throws Exception {
		StringBuilder trees = new StringBuilder();
		client.get("/api/traces/" + traceId)
			.json()
			.path("linked")
			.forEach((trace) -> trees.append(trace.path("collapsed").asString()));
		return trees.toString();
	}

	private static String otlp(int port) {
		return "--tracing.exporter.otlp.endpoint=http://localhost:" + port;
	}

	private JarProcess start(Agent agent, List<String> broker, String... more) throws IOException {
		List<String> args = new ArrayList<>(broker);
		args.addAll(List.of("--spring.profiles.active=" + agent.profile(), "--chimera.work.factor=0",
				"--tracing.exporter.otlp.protocol=http/protobuf"));
		args.addAll(List.of(more));
		Path directory = Files.createTempDirectory(this.temporary, agent.profile());
		JarProcess process = JarProcess.start(directory, Path.of(directory + ".out"), agent == Agent.QUERY_AGENT, args);
		this.processes.put(agent, process);
		return process;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
