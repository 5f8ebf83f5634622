package io.github.tracingboot.redaction;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is taken out of spans before any exporter sees them. Each action is mask, hash,
 * remove, prefix(n) or off.
 *
 * @param enabled whether anything is taken out
 * @param keys attributes that are secret by their name
 * @param patterns what is secret wherever it stands
 * @param sqlLiterals whether the literals of SQL statements are replaced by ?
 * @param rules own patterns, applied after all others
 * @param hashKey key of this installation for the action hash, which is refused without
 * one; at least 16 characters
 */
@ConfigurationProperties("tracing.redaction")
record RedactionProperties(@DefaultValue("true") boolean enabled, @DefaultValue Keys keys,
		@DefaultValue Patterns patterns, @DefaultValue("true") boolean sqlLiterals, @DefaultValue List<Rule> rules,
		@Nullable String hashKey) {

	RedactionProperties {
		// Refuses what makes no sense.
		AttributeRedaction.of(keys, patterns, rules, hashKey, sqlLiterals);
	}

	static RedactionProperties defaults() {
		return new RedactionProperties(true, Keys.defaults(), Patterns.defaults(), true, List.of(), null);
	}

	/**
	 * Attributes that are secret by their name. A name matches where its last words do:
	 * password denies user.password and userPassword, not password.length.
	 *
	 * @param action what happens to the value
	 * @param denied the last words of names, joined by -
	 * @param additional more of them, beside those of denied
	 * @param allowed whole names that are not secret, whatever they end in; with * for
	 * any characters
	 */
	record Keys(@DefaultValue("mask") String action, @DefaultValue( {
			"authorization", "cookie", "set-cookie", "password", "passwd", "pwd", "passphrase", "secret", "token",
			"api-key", "apikey", "access-key", "access-key-id", "private-key", "secret-key", "encryption-key",
			"signing-key", "credential", "credentials", "jwt", "otp", "cvv", "cvc", "session-id", "sessionid",
			"jsessionid", "csrf", "xsrf", "signature", "sig", "connection-string" }) List<String> denied,
			@DefaultValue List<String> additional, @DefaultValue List<String> allowed){

		static Keys defaults() {
			return new Keys("mask",
					List.of("authorization", "cookie", "set-cookie", "password", "passwd", "pwd", "passphrase",
							"secret", "token", "api-key", "apikey", "access-key", "access-key-id", "private-key",
							"secret-key", "encryption-key", "signing-key", "credential", "credentials", "jwt", "otp",
							"cvv", "cvc", "session-id", "sessionid", "jsessionid", "csrf", "xsrf", "signature", "sig",
							"connection-string"),
					List.of(), List.of());
		}

	}

	/**
	 * What is secret wherever it stands: in attributes, names, exceptions and the
	 * resource.
	 *
	 * @param privateKey PEM blocks with a private key
	 * @param urlCredentials user information of URLs
	 * @param assignment values of query parameters, form fields, JSON members and header
	 * lines whose name is that of a denied attribute
	 * @param bearer what follows Bearer or Basic
	 * @param jwt JSON web tokens
	 * @param card card numbers with a valid check digit
	 * @param email e-mail addresses
	 */
	record Patterns(@DefaultValue("mask") String privateKey, @DefaultValue("mask") String urlCredentials,
			@DefaultValue("mask") String assignment, @DefaultValue("mask") String bearer,
			@DefaultValue("mask") String jwt, @DefaultValue("mask") String card, @DefaultValue("mask") String email) {

		static Patterns defaults() {
			return new Patterns("mask", "mask", "mask", "mask", "mask", "mask", "mask");
		}

	}

	/**
	 * A pattern of the user's own.
	 *
	 * @param pattern regular expression; every match is replaced
	 * @param action what happens to a match
	 */
	record Rule(@Nullable String pattern, @DefaultValue("mask") String action) {

	}

}
