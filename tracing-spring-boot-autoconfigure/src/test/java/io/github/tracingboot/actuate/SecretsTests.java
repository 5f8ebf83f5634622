package io.github.tracingboot.actuate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	@ParameterizedTest
	@ValueSource(strings = { "tracing.exporter.otlp.headers.x-custom", "tracing.exporter.otlp.headers[X-Custom]",
			"tracing.exporter.otlp.ssl.private-key", "tracing.exporter.otlp.ssl.key", "tracing.x.key-store-password",
			"tracing.resource.attributes.api.key", "tracing.resource.attributes.apikey",
			"tracing.resource.attributes.API_KEY", "tracing.resource.attributes.x-api-key",
			"tracing.resource.attributes.auth-token", "tracing.resource.attributes.clientSecret",
			"tracing.resource.attributes.authorization", "tracing.x.credentials", "tracing.x.passphrase" })
	void aValueIsHiddenBehindANameThatSoundsSecret(String name) {
		assertThat(Secrets.mask(name, "s3cret")).isEqualTo("******");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "http://user:s3cret@host:4317/x | http://******@host:4317/x",
					"https://host/v1/traces?token=s3cret | https://host/v1/traces?******",
					"-----BEGIN PRIVATE KEY-----s3cret | ******" })
	void aValueIsHiddenThatLooksSecret(String value, String shown) {
		assertThat(Secrets.mask("tracing.exporter.otlp.endpoint", value)).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ "tracing.exporter.otlp.endpoint,http://localhost:4317", "tracing.service.name,monkey",
			"tracing.resource.attributes.keyboard,qwerty", "tracing.environment,test?", "tracing.x.keys-file,a" })
	void everythingElseIsShown(String name, String value) {
		assertThat(Secrets.mask(name, value)).isEqualTo(value);
	}

}
