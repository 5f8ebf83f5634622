package io.github.tracingboot.sample.retrieval;

import java.util.Objects;

import io.github.tracingboot.sample.messaging.Quote;
import io.github.tracingboot.sample.work.Work;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Asks an exchange for prices, again if it has to. */
@Component
class ExchangeClient {

	private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("attempt");

	private static final int MAX_ATTEMPTS = 3;

	private final RestClient http;

	private final Work work;

	ExchangeClient(RestClient.Builder http, Work work,
			@Value("${chimera.exchange-api.url:http://localhost:8092}") String url) {
		this.http = http.baseUrl(url).build();
		this.work = work;
	}

	/**
	 * Asks.
	 * @throws SourceUnavailableException if the exchange does not tell, or does not trade
	 * the currency
	 */
	Quote price(String exchange, String symbol) {
		int attempt = 1;
		while (true) {
			try {
				return ask(exchange, symbol);
			}
			catch (HttpServerErrorException | ResourceAccessException ex) {
				if (attempt == MAX_ATTEMPTS) {
					throw noPrice(ex);
				}
			}
			catch (RestClientException ex) {
				throw noPrice(ex);
			}
			attempt++;
			Span.current().addEvent("external_api.retry", Attributes.of(ATTEMPT, (long) attempt));
			this.work.take(this.work.retryPause());
		}
	}

	private Quote ask(String exchange, String symbol) {
		Quote quote = this.http.get()
			.uri("/exchanges/{exchange}/prices/{symbol}", exchange, symbol)
			.retrieve()
			.body(Quote.class);
		return Objects.requireNonNull(quote);
	}

	private static SourceUnavailableException noPrice(RestClientException ex) {
		String reason = (ex instanceof RestClientResponseException answer) ? "it answers " + answer.getStatusCode()
				: String.valueOf(ex.getMessage());
		return new SourceUnavailableException("exchange_api does not tell the price: " + reason, ex);
	}

}
