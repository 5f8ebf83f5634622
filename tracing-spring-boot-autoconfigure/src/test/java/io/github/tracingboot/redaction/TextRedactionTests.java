package io.github.tracingboot.redaction;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.core.InvalidConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TextRedactionTests {

	private final TextRedaction redaction = redaction(Map.of());

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
			"a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl b | a *** b",
			"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0. | ***", "sent Bearer abc123def456 to | sent Bearer *** to",
			"BASIC dXNlcjpwdw== | BASIC ***", "paid with 4111 1111 1111 1111. | paid with ***.",
			"card-5500-0000-0000-0004 | card-***", "n=378282246310005 | n=***",
			"mail to jörg.o'neil+x@mail.example.com, please | mail to jörg.o'***, please",
			"jdbc:postgresql://bob:pw@db:5432/x | jdbc:postgresql://***@db:5432/x",
			"https://token@host/ and http://a:b@c | https://***@host/ and http://***@c",
			"GET /a?page=2&access_token=x1&size=3 | GET /a?page=2&access_token=***&size=3",
			"{\"user\":\"a\",\"password\" : \"p\\\"w\",\"n\":1} | {\"user\":\"a\",\"password\" : \"***\",\"n\":1}",
			"{\\\"password\\\":\\\"pw\\\",\\\"a\\\":1} | {\\\"password\\\":\\\"***\\\",\\\"a\\\":1}",
			"{'api-key': 12345, 'a': 1} | {'api-key': ***, 'a': 1}",
			"-Dspring.datasource.password=x1 -Xmx1g | -Dspring.datasource.password=*** -Xmx1g",
			"Authorization: Digest username=\"a\" b | Authorization: ***\"a\" b", "Cookie: a=b; c=d | Cookie: ***",
			"Server=db;Password=hunter2;Timeout=3 | Server=db;Password=***;Timeout=3",
			"password = hunter2 | password = ***", "token=a token=b | token=*** token=***" })
	void secretsGoAndTheRestStays(String text, String expected) {
		assertThat(this.redaction.redact(text)).isEqualTo(expected);
	}

	@Test
	void aTextIsSearchedWhateverCameBeforeInItsPlace() {
		assertThat(Secrets.planted()).allSatisfy((planted) -> {
			String clean = "x".repeat(planted.text().length());
			assertThat(this.redaction.redact(clean, 7)).isSameAs(clean);
			assertThat(this.redaction.redact(clean, 7)).isSameAs(clean);
			assertThat(this.redaction.redact(planted.text(), 7)).doesNotContain(planted.secret());
			assertThat(this.redaction.redact(planted.text(), 7)).doesNotContain(planted.secret());
		});
	}

	@Test
	void lettersOfOtherScriptsHideNoSecret() {
		// Lower bits as those of 0, 1, @ and B.
		String others = "\u0130\u0131\u0140\u0142 \u4e30 ";
		assertThat(Secrets.planted())
			.allSatisfy((planted) -> assertThat(this.redaction.redact(others + planted.text() + others))
				.doesNotContain(planted.secret())
				.startsWith(others));
		assertThat(this.redaction.redact(others.repeat(4))).isEqualTo(others.repeat(4));
	}

	@Test
	void aPrivateKeyGoesWholeEvenWhereItIsCutShort() {
		String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";
		assertThat(this.redaction.redact("a " + key + " b")).isEqualTo("a *** b");
		assertThat(this.redaction.redact("a " + key.substring(0, 40))).isEqualTo("a ***");
		String certificate = "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----";
		assertThat(this.redaction.redact(certificate)).isSameAs(certificate);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			value = { "mask | b ***", "remove | b", "prefix(3) | b 411***", "prefix(20) | b ***",
					"hash | b hash:4beae362cf565e3a", "off | b 4111111111111111", "false | b 4111111111111111" })
	void eachActionLeavesWhatItShould(String action, String expected) {
		TextRedaction redaction = redaction(Map.of("patterns.card", action, "hash-key", "a key of this installation"));
		assertThat(redaction.redact("b 4111111111111111").strip()).isEqualTo(expected);
	}

	@Test
	void anOwnPatternIsAppliedToWhatIsLeft() {
		TextRedaction redaction = redaction(Map.of("rules[0].pattern", "K-[0-9]{4}", "rules[0].action", "prefix(2)"));
		assertThat(redaction.redact("K-1234 and K-5678, a@b.example")).isEqualTo("K-*** and K-***, ***");
	}

	@Test
	@Timeout(60)
	void aPatternThatBacktracksWithoutEndTakesTheTextInstead() {
		TextRedaction redaction = redaction(Map.of("rules[0].pattern", "(a+)+$"));
		String text = "b" + "a".repeat(5000) + "!";
		assertThat(redaction.redact(text)).isEqualTo("***");
		TextRedaction deep = redaction(Map.of("rules[0].pattern", "(?:a|b)*c"));
		assertThat(deep.redact("ab".repeat(100_000))).isEqualTo("***");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "patterns.jwt | encrypt | tracing.redaction.patterns.jwt is 'encrypt'",
					"patterns.jwt | prefix(0) | tracing.redaction.patterns.jwt is 'prefix(0)'",
					"patterns.jwt | hash | tracing.redaction.hash-key is not set",
					"rules[0].action | mask | rules[0].pattern is not set",
					"rules[0].pattern | [a | rules[0].pattern is '[a', which is not a regular expression",
					"rules[0].pattern | a* | rules[0].pattern is 'a*', which matches an empty text",
					"rules[0].pattern | | rules[0].pattern is not set" })
	void whatCannotBeHonouredIsRefused(String property, String value, String message) {
		assertThatThrownBy(() -> redaction(Map.of(property, (value != null) ? value : ""))).rootCause()
			.isInstanceOf(InvalidConfigurationException.class)
			.hasMessageContaining(message);
	}

	@Test
	void aShortHashKeyIsRefused() {
		assertThatThrownBy(() -> redaction(Map.of("patterns.jwt", "hash", "hash-key", "short"))).rootCause()
			.isInstanceOf(InvalidConfigurationException.class)
			.hasMessageContaining("less than 16 characters");
	}

	@Test
	@Timeout(60)
	void noTextTakesMoreThanLinearTime() {
		for (String part : new String[] { "@", "a@", "a@a.", "=", ":", "password=", "://", "://a", "eyJ", "eyJa.", "1",
				"4 ", "Bearer ", "Basic a", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "\"", "\\" }) {
			assertThatNoException().isThrownBy(() -> this.redaction.redact(part.repeat(200_000 / part.length())));
		}
	}

	private static TextRedaction redaction(Map<String, String> settings) {
		RedactionProperties properties = RedactionSettings.of(settings);
		return TextRedaction.of(properties.patterns(), properties.rules(), properties.hashKey(),
				new DeniedNames(properties.keys().denied(), properties.keys().allowed()));
	}

}
