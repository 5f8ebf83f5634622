package io.github.tracingboot.redaction;

import java.util.ArrayList;
import java.util.List;

import io.github.tracingboot.redaction.RedactionProperties.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets out of a text. Nearly every text has none, so one look at each
 * character tells which finders are worth calling.
 */
final class TextRedaction {

	private static final int PRIVATE_KEY = 1;

	private static final int AT = 1 << 1;

	private static final int ASSIGNMENT = 1 << 2;

	private static final int BEARER = 1 << 3;

	private static final int JWT = 1 << 4;

	private static final int CARD = 1 << 5;

	private static final int ALWAYS = 1 << 6;

	private static final int FEWEST_DIGITS = 13;

	private static final int ASCII = 127;

	private static final byte DIGIT = 1;

	private static final byte BETWEEN_DIGITS = 1 << 1;

	private static final byte SIGN = 1 << 2;

	private static final byte[] KINDS = kinds();

	private final List<Rule> rules;

	private final int wanted;

	private TextRedaction(List<Rule> rules) {
		this.rules = List.copyOf(rules);
		int wanted = 0;
		for (Rule rule : rules) {
			wanted |= rule.sign();
		}
		this.wanted = wanted;
	}

	static TextRedaction of(Patterns patterns, List<RedactionProperties.Rule> own, @Nullable String hashKey,
			DeniedNames denied) {
		Rules rules = new Rules(hashKey);
		rules.add("patterns.private-key", patterns.privateKey(), PRIVATE_KEY, Finder.privateKey());
		rules.add("patterns.url-credentials", patterns.urlCredentials(), AT, Finder.urlCredentials());
		rules.add("patterns.assignment", patterns.assignment(), ASSIGNMENT, Finder.assignment(denied));
		rules.add("patterns.bearer", patterns.bearer(), BEARER, Finder.bearer());
		rules.add("patterns.jwt", patterns.jwt(), JWT, Finder.jwt());
		rules.add("patterns.card", patterns.card(), CARD, Finder.card());
		rules.add("patterns.email", patterns.email(), AT, Finder.email());
		for (int i = 0; i < own.size(); i++) {
			RedactionProperties.Rule rule = own.get(i);
			String property = "rules[" + i + "]";
			rules.add(property + ".action", rule.action(), ALWAYS,
					BoundedFinder.of(Rules.PREFIX + property + ".pattern", rule.pattern()));
		}
		return new TextRedaction(rules.all);
	}

	/**
	 * Takes the secrets out.
	 * @param text any text
	 * @return the text itself if there are none
	 */
	String redact(String text) {
		int signs = signs(text) & this.wanted;
		return (signs != 0) ? redact(text, signs) : text;
	}

	private String redact(String text, int signs) {
		String result = text;
		for (Rule rule : this.rules) {
			if ((rule.sign() & signs) != 0) {
				result = rule.apply(result);
			}
		}
		return result;
	}

	/** Whether a number is one that has to be redacted as a text. */
	boolean isSecret(long number) {
		return (this.wanted & CARD) != 0 && CardNumber.isValid(number);
	}

	private static int signs(String text) {
		int kinds = 0;
		for (int i = 0; i < text.length(); i++) {
			// Others than those of ASCII are taken for one of them: not one is missed.
			kinds |= KINDS[text.charAt(i) & ASCII];
		}
		boolean card = (kinds & DIGIT) != 0 && text.length() >= FEWEST_DIGITS;
		return (card || (kinds & SIGN) != 0) ? signsAmong(text) : ALWAYS;
	}

	private static int signsAmong(String text) {
		int signs = ALWAYS;
		int digits = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			byte kind = (c <= ASCII) ? KINDS[c] : 0;
			if (kind == DIGIT) {
				signs |= (++digits >= FEWEST_DIGITS) ? CARD : 0;
			}
			else if (kind != BETWEEN_DIGITS) {
				digits = 0;
			}
			if (kind == SIGN || c == '-') {
				signs |= sign(text, i, c);
			}
		}
		return signs;
	}

	private static int sign(String text, int i, char c) {
		return switch (c) {
			case '@' -> AT;
			case '=' -> ASSIGNMENT;
			case ':' -> text.startsWith("//", i + 1) ? 0 : ASSIGNMENT;
			case '-' -> text.startsWith("-----BEGIN ", i) ? PRIVATE_KEY : 0;
			case 'J' -> (i > 1 && text.charAt(i - 1) == 'y' && text.charAt(i - 2) == 'e') ? JWT : 0;
			default -> (text.regionMatches(true, i, "bearer", 0, 6) || text.regionMatches(true, i, "basic", 0, 5))
					? BEARER : 0;
		};
	}

	private static byte[] kinds() {
		byte[] kinds = new byte[ASCII + 1];
		kinds['-'] = BETWEEN_DIGITS;
		kinds[' '] = BETWEEN_DIGITS;
		for (char c : "0123456789".toCharArray()) {
			kinds[c] = DIGIT;
		}
		// The dashes of a key are not among them: its BEGIN has a B.
		for (char c : "@=:JBb".toCharArray()) {
			kinds[c] = SIGN;
		}
		return kinds;
	}

	/**
	 * What to look for.
	 *
	 * @param sign what a text has that is worth searching
	 * @param finder finds the secrets
	 * @param action what becomes of each
	 */
	private record Rule(int sign, Finder finder, Action action) {

		String apply(String text) {
			Finder.Match match = this.finder.find(text, 0);
			if (match == null) {
				return text;
			}
			StringBuilder result = new StringBuilder(text.length());
			int from = 0;
			for (; match != null; match = this.finder.find(text, from)) {
				result.append(text, from, match.start())
					.append(this.action.replace(text.substring(match.start(), match.end())));
				from = match.end();
			}
			return result.append(text, from, text.length()).toString();
		}

	}

	private static final class Rules {

		private static final String PREFIX = "tracing.redaction.";

		private final List<Rule> all = new ArrayList<>();

		private final @Nullable String hashKey;

		Rules(@Nullable String hashKey) {
			this.hashKey = hashKey;
		}

		void add(String property, String action, int sign, Finder finder) {
			Action parsed = Action.parse(PREFIX + property, action, this.hashKey);
			if (parsed != null) {
				this.all.add(new Rule(sign, finder, parsed));
			}
		}

	}

}
