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

	/** A digit. */
	private static final byte COUNTS = 1;

	/** What does not end a row of digits. */
	private static final byte CONTINUES = 1 << 1;

	private static final byte SIGN = 1 << 2;

	/** The first letter of bearer, basic and BEGIN: ids in hexadecimal are full of it. */
	private static final byte FIRST = 1 << 3;

	/** The second letter of one of them. */
	private static final byte AFTER_FIRST = FIRST << 1;

	private static final byte[] KINDS = kinds();

	private final List<Rule> rules;

	private final int wanted;

	private final RecentTexts clean = new RecentTexts();

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
		return (signs != 0) ? apply(text, signs) : text;
	}

	/**
	 * Does the same for a text that may well be the very object that came before in this
	 * place: a constant, or the name of a queue.
	 * @param text any text
	 * @param place a number for where it stands
	 * @return the text itself if there are none
	 */
	String redact(String text, int place) {
		if (this.clean.contains(text, place)) {
			return text;
		}
		String redacted = redact(text);
		if (redacted.equals(text)) {
			this.clean.add(text, place);
		}
		return redacted;
	}

	private String apply(String text, int signs) {
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

	/**
	 * Without branches: what comes next in an id in hexadecimal cannot be foretold.
	 */
	private static int signs(String text) {
		int kinds = 0;
		int pairs = 0;
		int before = 0;
		int digits = 0;
		int most = 0;
		for (int i = 0; i < text.length(); i++) {
			// Others than those of ASCII are taken for one of them: not one is missed.
			int kind = KINDS[text.charAt(i) & ASCII];
			kinds |= kind;
			pairs |= (before << 1) & kind;
			before = kind;
			digits = (digits + (kind & COUNTS)) & -((kind & CONTINUES) >>> 1);
			most = Math.max(most, digits);
		}
		int signs = (most >= FEWEST_DIGITS) ? ALWAYS | CARD : ALWAYS;
		boolean more = (kinds & SIGN) != 0 || (pairs & AFTER_FIRST) != 0;
		return more ? signs | signsAmong(text) : signs;
	}

	private static int signsAmong(String text) {
		int signs = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((KINDS[c & ASCII] & (SIGN | FIRST)) != 0) {
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
			case 'J' -> (i > 1 && text.charAt(i - 1) == 'y' && text.charAt(i - 2) == 'e') ? JWT : 0;
			case 'B', 'b' -> beginning(text, i);
			default -> 0;
		};
	}

	private static int beginning(String text, int i) {
		if (text.regionMatches(true, i, "bearer", 0, 6) || text.regionMatches(true, i, "basic", 0, 5)) {
			return BEARER;
		}
		return text.startsWith("-----BEGIN ", i - 5) ? PRIVATE_KEY : 0;
	}

	private static byte[] kinds() {
		byte[] kinds = new byte[ASCII + 1];
		kinds['-'] = CONTINUES;
		kinds[' '] = CONTINUES;
		for (char c : "0123456789".toCharArray()) {
			kinds[c] = CONTINUES | COUNTS;
		}
		for (char c : "@=:J".toCharArray()) {
			kinds[c] = SIGN;
		}
		kinds['B'] = FIRST;
		kinds['b'] = FIRST;
		for (char c : "EAea".toCharArray()) {
			kinds[c] = AFTER_FIRST;
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
