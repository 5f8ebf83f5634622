package io.github.tracingboot.sample.query;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a question is after. */
enum Intent {

	PRICE, NETWORK_STATUS, MARKET_OVERVIEW, TREND;

	private static final Set<String> OF_PRICES = Set.of("price", "prices", "cost", "costs", "worth", "trade", "buy",
			"sell", "expensive");

	private static final Set<String> OF_THE_NETWORK = Set.of("block", "blocks", "height", "network", "chain", "node",
			"mined");

	private static final Set<String> OF_TIME = Set.of("trend", "history", "developed", "changed");

	/** Both or neither of prices and network is a question for the overview. */
	static Intent of(List<String> words) {
		if (!Collections.disjoint(OF_TIME, words)) {
			return TREND;
		}
		boolean price = !Collections.disjoint(OF_PRICES, words);
		boolean network = !Collections.disjoint(OF_THE_NETWORK, words);
		if (price == network) {
			return MARKET_OVERVIEW;
		}
		return price ? PRICE : NETWORK_STATUS;
	}

	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
