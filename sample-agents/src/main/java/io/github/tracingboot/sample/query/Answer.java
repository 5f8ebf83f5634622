package io.github.tracingboot.sample.query;

import java.util.Locale;

import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.messaging.Quote;

/** Says in words what was found. */
final class Answer {

	private Answer() {
	}

	static String to(Intent intent, MarketData data) {
		return switch (intent) {
			case PRICE -> price(data) + ".";
			case NETWORK_STATUS -> "The " + height(data) + ".";
			case MARKET_OVERVIEW -> price(data) + ", and the " + height(data) + ".";
			case TREND -> price(data) + "; in the last hour it was asked for " + data.history().size() + " times.";
		};
	}

	private static String price(MarketData data) {
		Quote quote = data.quote();
		return quote.symbol() + " costs " + quote.price() + " " + quote.currency() + " at " + quote.exchange();
	}

	private static String height(MarketData data) {
		Long height = data.blockHeight();
		return (height != null) ? String.format(Locale.ROOT, "Zcash chain is %,d blocks high", height)
				: "height of the Zcash chain is not known: zcash_node does not answer";
	}

}
