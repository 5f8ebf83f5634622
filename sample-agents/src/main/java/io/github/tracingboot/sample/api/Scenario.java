package io.github.tracingboot.sample.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something to try. Whoever tries it sends the requests one after the other, replaces
 * {@code {id}} by the id in the latest answer and {@code {run}} by something that is new
 * each time, and looks at the traces.
 *
 * @param shows what is to be seen
 * @param await name of a span whose trace is the one to look at, when the requests' are
 * not
 */
record Scenario(String name, String title, String shows, List<Request> requests, @Nullable String await) {

	/**
	 * A request to chimera-api.
	 *
	 * @param body is JSON; none if it is null
	 */
	record Request(String method, String path, Map<String, String> headers, @Nullable Map<String, String> body) {

		static Request ask(String text) {
			return new Request("POST", "/api/queries", Map.of("Prefer", "wait"), Map.of("text", text));
		}

		static Request ask(String text, String session) {
			return new Request("POST", "/api/queries", Map.of("Prefer", "wait"),
					Map.of("text", text, "session", session));
		}

		static Request submit(String text) {
			return new Request("POST", "/api/queries", Map.of(), Map.of("text", text));
		}

	}

	static final List<Scenario> ALL = List.of(
			of("price", "A price",
					"The whole way: HTTP, messages, three steps on threads of their own, two services and a cache.",
					Request.ask("What is the price of ZEC at Kraken?")),
			of("cache", "A cache miss, then a hit",
					"The first question finds nothing in Redis and fetches; the second finds what the first left.",
					Request.ask("Tell me about BTC at Binance"), Request.ask("Tell me about BTC at Binance")),
			of("session", "A question that needs the one before",
					"What the first question was about is in Redis; the second does not say it again.",
					Request.ask("What is the price of BTC at Coinbase?", "{run}"),
					Request.ask("And what does it cost now?", "{run}")),
			of("history", "Prices over time", "InfluxDB: a point is written, the last hour is read.",
					Request.ask("How has ZEC developed at Kraken?")),
			of("retry", "An exchange that has no time",
					"Two attempts fail, the third succeeds: events external_api.retry in fetch_data.",
					Request.ask("What is the price of ZEC at the flaky exchange?")),
			of("partial", "A dead Zcash node",
					"There is no node for the test network. The answer says what is missing, and the trace says why.",
					Request.ask("How high is the chain of the testnet?")),
			of("swallowed", "A fault that nobody hears of",
					"The answer is 200 and says nothing, but a write to InfluxDB failed: only the trace knows.",
					Request.ask("How has Ethereum developed at Kraken?")),
			of("failure", "An exchange that is closed",
					"All attempts fail. The error goes back through every agent, and the message to a dead-letter queue.",
					Request.ask("What is the price of ZEC at the closed exchange?")),
			of("cancelled", "A query that is called off",
					"The exchange is slow; before it answers, the query is cancelled and query_agent stops waiting.",
					Request.submit("What is the price of ZEC at the slow exchange?"),
					new Request("DELETE", "/api/queries/{id}", Map.of(), null)),
			of("poison", "A message that cannot be read",
					"analysis_agent tries three times; then the message is a dead letter.",
					new Request("POST", "/api/poison", Map.of(), null)),
			new Scenario("monitoring", "A schedule",
					"monitoring_agent looks at the price every ten seconds, in a trace of its own. Its alert starts another, "
							+ "linked to it.",
					List.of(Request.ask("What is the price of ZEC at Kraken?")),
					"send chimera.events:monitoring.alert"));

	private static Scenario of(String name, String title, String shows, Request... requests) {
		return new Scenario(name, title, shows, Arrays.asList(requests), null);
	}

}
