package io.github.tracingboot.redaction;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/** What becomes of a secret. */
@FunctionalInterface
interface Action {

	/** What stands in the place of a secret. */
	String MASK = "***";

	/** The secret's place is empty. */
	Action REMOVE = (secret) -> "";

	/**
	 * Replaces a secret.
	 * @param secret the secret
	 * @return what may be shown of it
	 */
	String replace(String secret);

	/**
	 * Reads an action as the user writes it.
	 * @param property where it is written
	 * @param text mask, hash, remove, prefix(n), or off
	 * @param hashKey the key for hash, {@code null} if there is none
	 * @return the action, {@code null} for off
	 */
	static @Nullable Action parse(String property, String text, @Nullable String hashKey) {
		String action = text.strip().toLowerCase(Locale.ROOT);
		if (action.startsWith("prefix(") && action.matches("prefix\\([1-9][0-9]{0,2}\\)")) {
			return prefix(Integer.parseInt(action, "prefix(".length(), action.length() - 1, 10));
		}
		return switch (action) {
			// YAML reads a bare off as false.
			case "off", "false" -> null;
			case "mask" -> (secret) -> MASK;
			case "remove" -> REMOVE;
			case "hash" -> hash(property, hashKey);
			default -> throw new InvalidConfigurationException(property + " is '" + text + "', which is not an action.",
					"Set it to mask, hash, remove or prefix(n), where n is how many characters may be shown.",
					"Set it to off where nothing is to be taken out.");
		};
	}

	private static Action prefix(int length) {
		// What is no longer than its prefix would be shown whole.
		return (secret) -> (secret.length() > length) ? secret.substring(0, length) + MASK : MASK;
	}

	private static Action hash(String property, @Nullable String key) {
		if (key == null || key.length() < 16) {
			throw new InvalidConfigurationException(
					property + " is 'hash' but tracing.redaction.hash-key "
							+ ((key == null) ? "is not set." : "has less than 16 characters."),
					"Set tracing.redaction.hash-key to a random text of this installation, from where other secrets come.",
					"Set " + property + " to mask.");
		}
		SecretKeySpec spec = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
		return (secret) -> "hash:"
				+ HexFormat.of().formatHex(mac(spec).doFinal(secret.getBytes(StandardCharsets.UTF_8)), 0, 8);
	}

	private static Mac mac(SecretKeySpec key) {
		try {
			Mac mac = Mac.getInstance(key.getAlgorithm());
			mac.init(key);
			return mac;
		}
		catch (NoSuchAlgorithmException | InvalidKeyException ex) {
			throw new IllegalStateException("Every Java platform has " + key.getAlgorithm(), ex);
		}
	}

}
