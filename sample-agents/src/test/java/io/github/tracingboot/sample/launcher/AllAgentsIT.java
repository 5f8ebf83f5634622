package io.github.tracingboot.sample.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.sample.collector.TraceCollector;
import io.github.tracingboot.sample.launcher.Api.Response;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** All agents in one JVM, on each broker, without simulated work. */
@ParameterizedClass
@MethodSource("io.github.tracingboot.sample.launcher.TestBroker#all")
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before any test runs
@ExtendWith(OutputCaptureExtension.class)
class AllAgentsIT {

	private static final String[] WAIT = { "Prefer", "wait" };

	@Parameter
	private List<String> brokerArguments;

	private AllAgents agents;

	private Api api;

	@BeforeParameterizedClassInvocation
	void find() {
		this.agents = SharedAgents.on(this.brokerArguments);
		this.api = new Api(this.agents.url());
	}

	@Test
	void queryIsOneTraceThroughEveryAgent() throws Exception {
		Response query = this.api.ask("What is the price of ZEC at Kraken?", WAIT);
		assertThat(query.status()).isEqualTo(200);
		assertThat(query.json().at("/answer/answer").asString()).isEqualTo("ZEC costs 42.17 USD at kraken.");
		ExpectedTree.assertCollapsed(this.api.tree(query, "collapsed"));
		ExpectedTree.assertFull(this.api.tree(query, "full"));
	}

	@Test
	void everyAgentLogsTheQueryWithItsTraceId(CapturedOutput output) throws Exception {
		Response query = this.api.ask("price", WAIT);
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.matches(".* (Accepted|Understanding|Fetching) .*" + query.text("id")))).hasSize(3)
			.allSatisfy((line) -> assertThat(line).contains("[" + query.text("traceId") + "-"));
	}

	@Test
	void spansSayWhatTheAgentsFound() throws Exception {
		String text = "Price of ZEC and BTC at Coinbase, " + "please ".repeat(20);
		Map<String, SpanData> spans = spans(this.api.ask(text, WAIT));
		SpanData processing = Objects.requireNonNull(spans.get("process_query"));
		assertThat(attribute(processing, AttributeKey.stringKey("query.type"))).isEqualTo("price");
		assertThat(attribute(processing, AttributeKey.stringKey("query.text"))).isEqualTo(text.substring(0, 100));
		SpanData extraction = Objects.requireNonNull(spans.get("entity_extraction"));
		assertThat(attribute(extraction, AttributeKey.longKey("entities.count"))).isEqualTo(3);
		SpanData classification = Objects.requireNonNull(spans.get("intent_classification"));
		assertThat(attribute(classification, AttributeKey.stringKey("intent.type"))).isEqualTo("price");
		SpanData fetching = Objects.requireNonNull(spans.get("fetch_data"));
		assertThat(attribute(fetching, AttributeKey.longKey("data_sources.count"))).isEqualTo(2);
		SpanData request = Objects.requireNonNull(spans.get("POST /api/queries"));
		assertThat(request.getEvents()).extracting(EventData::getName)
			.containsExactly("validation.start", "validation.complete");
	}

	@Test
	void withoutWaitingTheAnswerIsFetchedLater() throws Exception {
		Response accepted = this.api.ask("How high is the chain?");
		assertThat(accepted.status()).isEqualTo(202);
		assertThat(accepted.location()).isEqualTo("/api/queries/" + accepted.text("id"));
		Response done = await().atMost(Duration.ofSeconds(20))
			.until(() -> this.api.get(accepted.location()), (query) -> query.text("status").equals("DONE"));
		assertThat(done.json().at("/answer/intent").asString()).isEqualTo("network_status");
		ExpectedTree.assertCollapsed(this.api.tree(accepted, "collapsed"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "00-zz-zz-01", "00-00000000000000000000000000000000-0000000000000000-01", "" })
	void malformedTraceparentStartsANewTrace(String traceparent) throws Exception {
		Response query = this.api.ask("price", "Prefer", "wait", "traceparent", traceparent);
		assertThat(query.status()).isEqualTo(200);
		assertThat(query.text("traceId")).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
		ExpectedTree.assertCollapsed(this.api.tree(query, "collapsed"));
	}

	@Test
	void traceOfTheCallerGoesOn() throws Exception {
		String trace = "0af7651916cd43dd8448eb211c80319c";
		Response query = this.api.ask("price", "Prefer", "wait", "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
		assertThat(query.text("traceId")).isEqualTo(trace);
		ExpectedTree.assertCollapsed(this.api.tree(query, "collapsed"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{nope", "[]", "{}", "{\"text\": \" \"}", "{\"text\": 7, \"session\": {}}" })
	void wrongBodyIsAProblem(String body) throws Exception {
		assertProblem(this.api.post(body), 400);
	}

	@Test
	void longSessionIsAProblem() throws Exception {
		String body = "{\"text\": \"price\", \"session\": \"%s\"}";
		assertThat(this.api.post(body.formatted("s".repeat(100)), WAIT).status()).isEqualTo(200);
		assertProblem(this.api.post(body.formatted("s".repeat(101))), 400);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2_001, 100_000, 10_000_000 })
	void longTextIsAProblem(int length) throws Exception {
		assertProblem(this.api.ask("a".repeat(length)), 413);
		assertThat(this.api.ask("a".repeat(2000), WAIT).status()).isEqualTo(200);
	}

	@Test
	void whatIsNotThereIsAProblem() throws Exception {
		assertProblem(this.api.get("/api/queries/nobody"), 404);
		assertProblem(this.api.get("/api/queries/nobody/tree"), 404);
		assertProblem(this.api.get("/api/queries/nobody/tree?view=sideways"), 400);
	}

	@Test
	void standInsRefuseWhatTheyDoNotKnow() throws Exception {
		Api exchange = new Api("http://localhost:" + property(Agent.EXCHANGE_API, "local.server.port"));
		assertThat(exchange.get("/exchanges/kraken/prices/XYZ").status()).isEqualTo(404);
		RestClient node = RestClient.create("http://localhost:" + property(Agent.ZCASH_NODE, "local.server.port"));
		assertThat(node.post()
			.uri("/")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"id\": \"1\", \"method\": \"stop\"}")
			.retrieve()
			.body(String.class)).contains("-32601");
	}

	@Test
	void agentsTakeAsManyMessagesAtATimeAsTheyAreMeantTo() {
		String prefetch = "spring.rabbitmq.listener.simple.prefetch";
		assertThat(property(Agent.QUERY_AGENT, prefetch)).isEqualTo("1");
		assertThat(property(Agent.DATA_RETRIEVAL_AGENT, prefetch)).isEqualTo("5");
	}

	@Test
	void pageIsServed() throws Exception {
		Response page = this.api.get("/");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.body()).contains("<form id=\"ask\"");
	}

	@Test
	void everyAnswerNamesItsTraceWhateverCameOfIt() throws Exception {
		assertThat(this.api.post("{nope").trace()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
		assertThat(this.api.get("/api/queries/nobody").trace()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
		assertThat(this.api.get("/api/scenarios").trace()).isEmpty();
	}

	@Test
	void anAnsweredQueryIsRememberedWithWhatTheAgentsAdded() throws Exception {
		Response query = this.api.ask("What is the price of ZEC at Kraken?", WAIT);
		Response later = await().atMost(Duration.ofSeconds(20))
			.until(() -> this.api.get("/api/queries/" + query.text("id")),
					(found) -> found.json().path("findings").size() == 2);
		assertThat(later.body()).contains("The facts are right.", "How has ZEC developed at kraken?");
	}

	@Test
	void anAnsweredQueryCannotBeCancelled() throws Exception {
		String id = this.api.ask("price", WAIT).text("id");
		assertProblem(this.api.delete("/api/queries/" + id), 409);
		assertProblem(this.api.delete("/api/queries/nobody"), 404);
	}

	private static void assertProblem(Response response, int status) {
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.type()).startsWith("application/problem+json");
		assertThat(response.text("detail")).isNotEmpty();
	}

	private @Nullable String property(Agent agent, String name) {
		return this.agents.context(agent).getEnvironment().getProperty(name);
	}

	private static <T> T attribute(SpanData span, AttributeKey<T> key) {
		return Objects.requireNonNull(span.getAttributes().get(key));
	}

	private Map<String, SpanData> spans(Response query) throws Exception {
		ExpectedTree.assertCollapsed(this.api.tree(query, "collapsed"));
		return this.agents.context(Agent.CHIMERA_API)
			.getBean(TraceCollector.class)
			.spans(query.text("traceId"))
			.stream()
			.collect(Collectors.toMap(SpanData::getName, Function.identity()));
	}

}
