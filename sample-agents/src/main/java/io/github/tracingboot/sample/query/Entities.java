package io.github.tracingboot.sample.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The things a question names.
 *
 * @param symbols currencies, by their symbols
 * @param exchanges places where they are traded
 * @param testnet whether it is about the network for tests
 */
record Entities(Set<String> symbols, Set<String> exchanges, boolean testnet) {

	private static final Map<String, String> SYMBOLS = Map.of("zec", "ZEC", "zcash", "ZEC", "btc", "BTC", "bitcoin",
			"BTC", "eth", "ETH", "ethereum", "ETH");

	private static final Set<String> EXCHANGES = Set.of("binance", "closed", "coinbase", "flaky", "gemini", "kraken",
			"slow");

	static Entities in(List<String> question) {
		Set<String> symbols = new TreeSet<>();
		Set<String> exchanges = new TreeSet<>();
		for (String word : question) {
			String symbol = SYMBOLS.get(word);
			if (symbol != null) {
				symbols.add(symbol);
			}
			if (EXCHANGES.contains(word)) {
				exchanges.add(word);
			}
		}
		return new Entities(symbols, exchanges, question.contains("testnet"));
	}

	/** What it is about, where it does not say so the same as before. */
	Topic topic(Topic before) {
		return new Topic(this.symbols.stream().findFirst().orElse(before.symbol()),
				this.exchanges.stream().findFirst().orElse(before.exchange()));
	}

	String network() {
		return this.testnet ? "testnet" : "mainnet";
	}

	public List<String> all() {
		List<String> all = new ArrayList<>(this.symbols);
		all.addAll(this.exchanges);
		return all;
	}

}
