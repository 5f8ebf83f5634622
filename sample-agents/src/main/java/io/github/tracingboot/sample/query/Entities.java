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
 */
record Entities(Set<String> symbols, Set<String> exchanges) {

	private static final Map<String, String> SYMBOLS = Map.of("zec", "ZEC", "zcash", "ZEC", "btc", "BTC", "bitcoin",
			"BTC", "eth", "ETH", "ethereum", "ETH");

	private static final Set<String> EXCHANGES = Set.of("binance", "coinbase", "gemini", "kraken");

	static Entities in(Iterable<String> question) {
		Entities found = new Entities(new TreeSet<>(), new TreeSet<>());
		for (String word : question) {
			String symbol = SYMBOLS.get(word);
			if (symbol != null) {
				found.symbols.add(symbol);
			}
			if (EXCHANGES.contains(word)) {
				found.exchanges.add(word);
			}
		}
		return found;
	}

	String symbol() {
		return this.symbols.stream().findFirst().orElse("ZEC");
	}

	String exchange() {
		return this.exchanges.stream().findFirst().orElse("kraken");
	}

	public List<String> all() {
		List<String> all = new ArrayList<>(this.symbols);
		all.addAll(this.exchanges);
		return all;
	}

}
