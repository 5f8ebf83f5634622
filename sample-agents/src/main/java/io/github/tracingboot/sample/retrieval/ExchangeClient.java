package io.github.tracingboot.sample.retrieval;

import java.math.BigDecimal;
import java.util.Objects;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks an exchange for prices. */
@Component
class ExchangeClient {

	private final RestClient http;

	ExchangeClient(RestClient.Builder http, @Value("${chimera.exchange-api.url:http://localhost:8092}") String url) {
		this.http = http.baseUrl(url).build();
	}

	Price price(String exchange, String symbol) {
		try {
			Price price = this.http.get()
				.uri("/exchanges/{exchange}/prices/{symbol}", exchange, symbol)
				.retrieve()
				.body(Price.class);
			return Objects.requireNonNull(price);
		}
		catch (RestClientException ex) {
			throw new IllegalStateException("exchange_api does not tell the price: " + ex.getMessage(), ex);
		}
	}

	record Price(BigDecimal price, String currency) {
	}

}
