package io.github.tracingboot.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Made-up secrets of every kind, and things that only look like one. */
final class Secrets {

	private static final int EACH = 14;

	private final Random random;

	private Secrets(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * A text with a secret in it.
	 *
	 * @param kind what kind of secret it is
	 * @param text the text
	 * @param secret the part of it that nobody may see
	 */
	record Planted(String kind, String text, String secret) {

	}

	/** 210 secrets, of 15 kinds. */
	static List<Planted> planted() {
		Secrets secrets = new Secrets(7);
		List<Planted> all = new ArrayList<>();
		for (int i = 0; i < EACH; i++) {
			secrets.addTo(all);
		}
		return all;
	}

	private void addTo(List<Planted> all) {
		String password = "Pw" + word(10) + digits(2);
		add(all, "jwt", "claims % refused", jwt());
		add(all, "bearer", "sent bearer % to it", word(20) + digits(6));
		add(all, "basic", "Basic %", base64("user" + digits(3) + ":" + password));
		add(all, "card", "paid with %, thanks", card("4", 16));
		add(all, "card in groups", "card %.", card("51", 16).replaceAll("(.{4})(?!$)", "$1 "));
		add(all, "card with dashes", "card-%", card("34", 15).replaceAll("^(.{4})(.{6})", "$1-$2-"));
		add(all, "e-mail", "no mailbox for <%>", word(8).toLowerCase(Locale.ROOT) + "." + digits(3) + "@mail.example");
		add(all, "private key", "read %", privateKey());
		add(all, "url credentials", "jdbc:postgresql://%@db.internal:5432/x", "app:" + password);
		add(all, "query parameter", "GET https://host/a?page=1&access_token=%&b=2", word(16));
		add(all, "form field", "user=bob&password=%", password);
		add(all, "json member", "body {\"user\":\"bob\",\"clientSecret\":\"%\"}", password);
		add(all, "header line", "Authorization: %", "Token " + word(24));
		add(all, "cookie line", "Cookie: %\nAccept: */*", "SID=" + word(20) + "; theme=dark");
		add(all, "connection string", "Server=db;Password=%;Timeout=3", password);
	}

	private static void add(List<Planted> all, String kind, String text, String secret) {
		all.add(new Planted(kind, text.replace("%", secret), secret));
	}

	/** 200 texts in which nothing may be touched. */
	static List<String> harmless() {
		Secrets secrets = new Secrets(11);
		List<String> all = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			secrets.addHarmlessTo(all);
		}
		return all;
	}

	private void addHarmlessTo(List<String> all) {
		String number = card("4", 16);
		all.add("order " + number.substring(0, 15) + (number.charAt(15) == '9' ? '0' : (char) (number.charAt(15) + 1)));
		all.add("at 1" + digits(12) + " ms, 1" + digits(18) + " ns");
		all.add("trace 4a" + hex(30) + " span a" + hex(15));
		all.add("id 550e8400-e29b-41d4-a716-4466" + digits(8));
		all.add("com.example.Order@" + hex(7));
		all.add("lodash@" + digits(1) + "." + digits(2) + ".21");
		all.add("the bearer of news number " + digits(1));
		all.add("basic authentication is off");
		all.add("token.count=" + digits(3) + " max_tokens=" + digits(4));
		all.add("GET http://host:8080/items?page=" + digits(2) + "&sort=name");
		all.add("at 12:" + digits(2) + ":30 on 2026-11-20T10:00:00.000Z");
		all.add("eyJ" + word(3) + " is not a web token");
		all.add("user@localhost of " + digits(3));
		all.add("-----BEGIN CERTIFICATE-----\n" + word(30) + "\n-----END CERTIFICATE-----");
		all.add("select a from t" + digits(2) + " where b = ? and c = :c");
		all.add("password reset for customer " + digits(5));
		all.add("0." + card("4", 16) + " is a fraction");
		all.add("10.0.0." + digits(2) + ":5672 -> 192.168.1." + digits(2));
		all.add("process chimera.events:query.request:queue_" + digits(2));
		all.add("java.lang.IllegalStateException: cookie jar is full (size: " + digits(3) + ")");
	}

	private String jwt() {
		return base64("{\"alg\":\"HS256\"}") + "." + base64("{\"sub\":\"" + word(8) + "\"}") + "." + word(43);
	}

	private String privateKey() {
		String type = this.random.nextBoolean() ? "RSA " : "";
		return "-----BEGIN " + type + "PRIVATE KEY-----\n" + word(64) + "\n" + word(20) + "\n-----END " + type
				+ "PRIVATE KEY-----";
	}

	private String card(String prefix, int length) {
		StringBuilder number = new StringBuilder(prefix).append(digits(length - prefix.length() - 1));
		int sum = 0;
		for (int i = number.length() - 1, factor = 2; i >= 0; i--, factor = 3 - factor) {
			int product = (number.charAt(i) - '0') * factor;
			sum += product / 10 + product % 10;
		}
		return number.append((10 - sum % 10) % 10).toString();
	}

	private static String base64(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private String word(int length) {
		return letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", length);
	}

	private String digits(int length) {
		return letters("0123456789", length);
	}

	private String hex(int length) {
		return letters("0123456789abcdef", length);
	}

	private String letters(String alphabet, int length) {
		StringBuilder text = new StringBuilder(length);
		for (int i = 0; i < length; i++) {
			text.append(alphabet.charAt(this.random.nextInt(alphabet.length())));
		}
		return text.toString();
	}

}
