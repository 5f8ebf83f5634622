package io.github.tracingboot.sample.exchange;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.sample.messaging.Quote;
import io.github.tracingboot.sample.work.Work;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Prices that do not move. Three exchanges are there to go wrong: {@code flaky} answers
 * one request in three, {@code closed} none, and {@code slow} takes its time.
 */
@RestController
class ExchangeApi {

	private static final Map<String, Quote> QUOTES = Map.of("ZEC", quote("ZEC", "42.17", "40.02", "39.50", "43.00"),
			"BTC", quote("BTC", "97350.00", "97800.00", "96900.00", "98200.00"), "ETH",
			quote("ETH", "3480.50", "3482.00", "3440.00", "3510.00"));

	private final AtomicInteger flaky = new AtomicInteger();

	private final Work work;

	private final Duration slow;

	ExchangeApi(Work work, @Value("${chimera.exchange-api.slow:1500ms}") Duration slow) {
		this.work = work;
		this.slow = slow;
	}

	@GetMapping("/exchanges/{exchange}/prices/{symbol}")
	@Traced("get_price")
	Quote price(@PathVariable String exchange, @PathVariable String symbol) throws InterruptedException {
		this.work.take(this.work.price());
		switch (exchange) {
			case "flaky" -> failTwiceInThreeTimes();
			case "closed" -> throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "closed is closed");
			case "slow" -> Thread.sleep(this.slow.toMillis());
			default -> {
			}
		}
		Quote quote = QUOTES.get(symbol.toUpperCase(Locale.ROOT));
		if (quote == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, exchange + " does not trade " + symbol);
		}
		return new Quote(quote.symbol(), exchange, quote.price(), quote.currency(), quote.open(), quote.low(),
				quote.high());
	}

	private void failTwiceInThreeTimes() {
		if (this.flaky.incrementAndGet() % 3 != 0) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "flaky has no time");
		}
	}

	private static Quote quote(String symbol, String price, String open, String low, String high) {
		return new Quote(symbol, "", new BigDecimal(price), "USD", new BigDecimal(open), new BigDecimal(low),
				new BigDecimal(high));
	}

}
