package io.github.tracingboot.redaction;

import java.util.Locale;
import java.util.regex.Matcher;

import org.jspecify.annotations.Nullable;

/**
 * Finds secrets of one kind in a text. None takes more than linear time.
 */
@FunctionalInterface
interface Finder {

	/**
	 * Finds the first secret.
	 * @param text where to look
	 * @param from where to begin
	 * @return where it is, {@code null} if there is none
	 */
	@Nullable Match find(String text, int from);

	/**
	 * Where a secret is.
	 *
	 * @param start its first character
	 * @param end what comes after its last one
	 */
	record Match(int start, int end) {

	}

	/** From the first line to the last, or to the end of what was cut short. */
	static Finder privateKey() {
		LazyPattern begin = new LazyPattern("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----");
		return (text, from) -> {
			Matcher matcher = begin.matcher(text);
			if (!matcher.find(from)) {
				return null;
			}
			int end = text.indexOf("-----END ", matcher.end());
			int after = (end < 0) ? -1 : text.indexOf("-----", end + 9);
			return new Match(matcher.start(), (after < 0) ? text.length() : after + 5);
		};
	}

	/** What stands before the @ of {@code scheme://user:password@host}. */
	static Finder urlCredentials() {
		return (text, from) -> {
			for (int scheme = text.indexOf("://", from); scheme >= 0; scheme = text.indexOf("://", scheme + 3)) {
				int start = scheme + 3;
				int end = start;
				int at = -1;
				for (; end < text.length() && isAuthority(text.charAt(end)); end++) {
					at = (text.charAt(end) == '@') ? end : at;
				}
				if (at > start) {
					return new Match(start, at);
				}
			}
			return null;
		};
	}

	private static boolean isAuthority(char c) {
		return c > ' ' && c != '/' && c != '?' && c != '#' && c != '"' && c != '\'' && c != '<' && c != '>';
	}

	/**
	 * The base64 text after Bearer or Basic, unless it is just a word.
	 */
	static Finder bearer() {
		return matching("\\b(?i:bearer|basic)[ \\t]+([A-Za-z0-9._~+/-]{8,}+=*+)",
				(text, match) -> match.end() - match.start() >= 24 || text.substring(match.start(), match.end())
					.chars()
					.anyMatch((c) -> (c >= '0' && c <= '9') || c == '='));
	}

	/** Its header is JSON, which begins with {" and so in base64 with eyJ. */
	static Finder jwt() {
		return matching("(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_-]{4,}+(?:\\.[A-Za-z0-9_-]*+){1,3})",
				(text, match) -> true);
	}

	/** 13 to 19 digits, as the networks issue them, with a valid check digit. */
	static Finder card() {
		return matching("(?<![A-Za-z0-9]|[0-9]\\.)([2-6][0-9]{3}(?:[ -]?[0-9]){9,15}+)(?![A-Za-z0-9]|\\.[0-9])",
				(text, match) -> CardNumber.isValid(text, match.start(), match.end()));
	}

	/** An address whose domain ends in a word. */
	static Finder email() {
		return (text, from) -> {
			for (int at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
				int start = at;
				while (start > from && isLocalPart(text.charAt(start - 1))) {
					start--;
				}
				int end = at + 1;
				while (end < text.length() && isDomain(text.charAt(end))) {
					end++;
				}
				while (end > at && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
					end--;
				}
				if (start < at && isMailDomain(text.substring(at + 1, Math.max(end, at + 1)))) {
					return new Match(start, end);
				}
			}
			return null;
		};
	}

	private static boolean isMailDomain(String domain) {
		int dot = domain.lastIndexOf('.');
		return dot > 0 && domain.length() - dot > 2 && !domain.startsWith("-") && !domain.contains("..")
				&& domain.chars().skip(dot + 1L).allMatch(Character::isLetter);
	}

	private static boolean isLocalPart(char c) {
		return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
	}

	private static boolean isDomain(char c) {
		return Character.isLetterOrDigit(c) || c == '.' || c == '-';
	}

	/**
	 * The value of {@code name=value}, {@code "name": "value"} or {@code name: value},
	 * where the name is denied.
	 */
	static Finder assignment(DeniedNames denied) {
		return (text, from) -> {
			for (int i = from; i < text.length(); i++) {
				char c = text.charAt(i);
				if (c == '=' || c == ':') {
					Match match = assigned(text, from, i, denied);
					if (match != null) {
						return match;
					}
				}
			}
			return null;
		};
	}

	private static @Nullable Match assigned(String text, int from, int separator, DeniedNames denied) {
		int end = separator;
		while (end > from && text.charAt(end - 1) == ' ') {
			end--;
		}
		boolean quoted = end > from && isQuote(text.charAt(end - 1));
		end -= quoted ? 1 : 0;
		end -= (quoted && end > from && text.charAt(end - 1) == '\\') ? 1 : 0;
		int start = end;
		while (start > from && isName(text.charAt(start - 1))) {
			start--;
		}
		String name = text.substring(start, end);
		if (name.isEmpty() || !denied.contains(withoutOption(name))) {
			return null;
		}
		int value = separator + 1;
		while (value < text.length() && (text.charAt(value) == ' ' || text.charAt(value) == '\t')) {
			value++;
		}
		Match match = value(text, value, name.toLowerCase(Locale.ROOT));
		return (match.end() > match.start()) ? match : null;
	}

	private static Match value(String text, int start, String name) {
		int escape = text.startsWith("\\\"", start) ? 1 : 0;
		if (start + escape < text.length() && isQuote(text.charAt(start + escape))) {
			String quote = text.substring(start, start + escape + 1);
			int first = start + escape + 1;
			int end = first;
			while (end < text.length()
					&& !(text.startsWith(quote, end) && (escape == 1 || text.charAt(end - 1) != '\\'))) {
				end++;
			}
			return new Match(first, end);
		}
		// A header's value has blanks and semicolons in it: it goes to the end of the
		// line.
		boolean line = name.endsWith("authorization") || name.endsWith("cookie");
		int end = start;
		while (end < text.length() && !(line ? isLineEnd(text.charAt(end)) : isValueEnd(text.charAt(end)))) {
			end++;
		}
		return new Match(start, end);
	}

	// -Dpassword, --password
	private static String withoutOption(String name) {
		return name.startsWith("-D") ? name.substring(2) : name;
	}

	private static boolean isName(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
	}

	private static boolean isQuote(char c) {
		return c == '"' || c == '\'';
	}

	private static boolean isLineEnd(char c) {
		return c == '\n' || c == '\r' || c == '"';
	}

	private static boolean isValueEnd(char c) {
		return c <= ' ' || c == '&' || c == ',' || c == ';' || c == '"' || c == '\'' || c == ')' || c == '}'
				|| c == ']';
	}

	private static Finder matching(String expression, Check check) {
		LazyPattern pattern = new LazyPattern(expression);
		return (text, from) -> {
			Matcher matcher = pattern.matcher(text);
			matcher.region(from, text.length()).useTransparentBounds(true);
			while (matcher.find()) {
				Match match = new Match(matcher.start(1), matcher.end(1));
				if (check.test(text, match)) {
					return match;
				}
			}
			return null;
		};
	}

	/** Whether what looks like a secret is one. */
	@FunctionalInterface
	interface Check {

		boolean test(String text, Match match);

	}

}
