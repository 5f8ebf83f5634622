package io.github.tracingboot.web;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SafeUrlTests {

	@ParameterizedTest
	@CsvSource({ "https://api.example.com/v1/prices, https://api.example.com/v1/prices",
			"http://user:secret@host:8080/a, http://host:8080/a", "http://host/a?token=secret, http://host/a",
			"http://host/a#token=secret, http://host/a", "http://host/a;jsessionid=secret/b, http://host/a/b",
			"http://host, http://host", "http://[::1]:9/a%20b, http://[::1]:9/a%20b",
			"http://user:secret@my_service/a, http://my_service/a", "/relative?secret, /relative" })
	void holdsNoSecret(URI uri, String full) {
		assertThat(SafeUrl.of(uri, false).full()).isEqualTo(full);
	}

	@ParameterizedTest
	@CsvSource({ "http://host/a, 80", "HTTPS://host/a, 443", "http://host:8080/a, 8080", "other://host/a, -1" })
	void portIsExplicitOrThatOfTheScheme(URI uri, int port) {
		assertThat(SafeUrl.of(uri, false).port()).isEqualTo(port);
	}

	@Test
	void hostMayBeMissing() {
		assertThat(SafeUrl.of(URI.create("http://my_service/a"), false).host()).isNull();
		assertThat(SafeUrl.of(URI.create("http://host/a"), false).host()).isEqualTo("host");
	}

	@ParameterizedTest
	@CsvSource({ "/orders/{id}, /orders/{id}", "http://host:8080/orders/{id}, /orders/{id}",
			"http://host/orders?token={token}, /orders", "http://host/a#b, /a", "http://{host}/a, /a",
			"http://host/a;jsessionid=secret, /a", "http://host,", "'',", "?q={q}," })
	void templateIsReducedToItsPath(String template, String path) {
		assertThat(SafeUrl.templatePath(template)).isEqualTo(path);
	}

}
