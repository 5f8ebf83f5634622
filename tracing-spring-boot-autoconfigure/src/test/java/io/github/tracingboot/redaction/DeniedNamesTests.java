package io.github.tracingboot.redaction;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeniedNamesTests {

	private final DeniedNames names = new DeniedNames(List.of("password", "token", "api-key", "set-cookie", "JWT"),
			List.of("page.token", "public.*.password"));

	@ParameterizedTest
	@ValueSource(strings = { "password", "PASSWORD", "db.password", "userPassword", "user_password", "User-Password",
			"my.passwords.password", "api.key", "apiKey", "x-api-key", "X_API_KEY", "APIKey", "myAPIKey",
			"access_token", "accessToken", "http.response.header.set-cookie", "http.response.header.set_cookie",
			"password.0", "tokens.token[3]", "jwt", "userJWT", "--password" })
	void aNameIsDeniedByItsLastWords(String name) {
		assertThat(this.names.contains(name)).isTrue();
		assertThat(this.names.contains(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "token.count", "password.length", "tokens", "tokenizer", "passwordless", "key", "api",
			"api.keys", "cookie", "input_tokens", "jwtfoo", "", ".", "0", "page.token", "public.demo.password" })
	void anythingElseIsNot(String name) {
		assertThat(this.names.contains(name)).isFalse();
		assertThat(this.names.contains(name)).isFalse();
	}

	@Test
	void manyNamesAreToldApart() {
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 1000; i++) {
				assertThat(this.names.contains("field" + i)).isFalse();
				assertThat(this.names.contains("field" + i + ".password")).isTrue();
			}
		}
	}

	@Test
	void aNameThatIsTooLongToBeOneIsNotRemembered() {
		assertThat(this.names.contains("a".repeat(10_000) + ".password")).isFalse();
	}

}
