package io.github.tracingboot.sample.exchange;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.sample.work.Work;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Prices that do not move. */
@RestController
class ExchangeApi {

	private static final Map<String, BigDecimal> PRICES = Map.of("ZEC", new BigDecimal("42.17"), "BTC",
			new BigDecimal("97350.00"), "ETH", new BigDecimal("3480.50"));

	private final Work work;

	ExchangeApi(Work work) {
		this.work = work;
	}

	@GetMapping("/exchanges/{exchange}/prices/{symbol}")
	@Traced("get_price")
	Price price(@PathVariable String exchange, @PathVariable String symbol) {
		this.work.take(this.work.price());
		BigDecimal price = PRICES.get(symbol.toUpperCase(Locale.ROOT));
		if (price == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, exchange + " does not trade " + symbol);
		}
		return new Price(price, "USD");
	}

	record Price(BigDecimal price, String currency) {
	}

}
