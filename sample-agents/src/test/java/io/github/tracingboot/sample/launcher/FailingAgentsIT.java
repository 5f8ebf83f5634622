package io.github.tracingboot.sample.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.tracingboot.sample.launcher.Api.Response;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What whoever asks hears when something is not as it should be. */
@ExtendWith(OutputCaptureExtension.class)
class FailingAgentsIT {

	@Test
	void failureOfAnAgentIsABadGateway() throws Exception {
		try (AllAgents agents = start("--chimera.exchange-api.url=http://127.0.0.1:1")) {
			Api api = new Api(agents.url());
			Response query = api.ask("price", "Prefer", "wait");
			assertThat(query.status()).isEqualTo(502);
			assertThat(query.text("detail")).startsWith("data_retrieval_agent: exchange_api does not tell the price")
				.contains("Connection refused");
			assertThat(api.get("/api/queries/" + query.text("id")).text("status")).isEqualTo("FAILED");
			List<String> tree = api.tree(query, "collapsed").lines().toList();
			assertThat(tree.get(0)).startsWith("chimera-api: POST /api/queries").contains("ERROR");
			assertThat(tree.get(1)).contains("query_agent: process_query", "ERROR", "AgentFailedException");
			assertThat(tree)
				.anySatisfy((line) -> assertThat(line).contains("data_retrieval_agent: fetch_data", "ERROR"));
		}
	}

	@Test
	void silenceOfAnAgentIsATimeoutAndItsAbsenceIsNamed() throws Exception {
		try (AllAgents agents = start("--chimera.reply-timeout=300ms")) {
			Api api = new Api(agents.url());
			ConfigurableApplicationContext context = agents.context(Agent.QUERY_AGENT);
			context.getBean(RabbitListenerEndpointRegistry.class).stop();
			Response timeout = api.ask("price", "Prefer", "wait");
			assertThat(timeout.status()).isEqualTo(504);
			assertThat(timeout.text("detail")).isEqualTo("query_agent did not answer in time");
			context.getBean(AmqpAdmin.class).deleteQueue("query_agent");
			Response unavailable = api.ask("price", "Prefer", "wait");
			assertThat(unavailable.status()).isEqualTo(503);
			assertThat(unavailable.text("detail")).contains("has query_agent been started?");
		}
	}

	@Test
	void unreachableOtlpEndpointChangesNothingButWarnsOncePerAgent(CapturedOutput output) throws Exception {
		try (AllAgents agents = start("--tracing.exporter.otlp.endpoint=http://127.0.0.1:1",
				"--chimera.monitoring.interval=1s")) {
			Api api = new Api(agents.url());
			for (int i = 0; i < 3; i++) {
				Response query = api.ask("price", "Prefer", "wait");
				assertThat(query.status()).isEqualTo(200);
				ExpectedTree.assertCollapsed(api.tree(query, "collapsed"));
			}
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN "))).hasSize(Agent.values().length)
			.allSatisfy((line) -> assertThat(line).contains("http://127.0.0.1:1", "Connection refused"));
	}

	@Test
	void withoutTracingEverythingRuns() throws Exception {
		try (AllAgents agents = start("--tracing.enabled=false")) {
			Api api = new Api(agents.url());
			Response query = api.ask("price", "Prefer", "wait");
			assertThat(query.status()).isEqualTo(200);
			assertThat(query.json().has("traceId")).isFalse();
			assertThat(api.get("/api/queries/" + query.text("id") + "/tree").status()).isEqualTo(404);
		}
	}

	private static AllAgents start(String... more) {
		return AllAgents
			.start(Stream.concat(Stream.of("--chimera.work.factor=0", "--server.port=0"), Arrays.stream(more))
				.toArray(String[]::new));
	}

}
