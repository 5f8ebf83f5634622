package io.github.tracingboot.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does, and to which table: its first word, and the first name after a
 * word that a table follows. It never holds a literal, as only bare and quoted names are
 * looked at.
 *
 * @param operation the first word, {@code null} if there is none
 * @param text operation and table, {@code null} if there is no operation
 */
record SqlSummary(@Nullable String operation, @Nullable String text) {

	static final SqlSummary NONE = new SqlSummary(null, null);

	private static final Set<String> TABLE_FOLLOWS = Set.of("FROM", "INTO", "UPDATE", "TABLE", "CALL", "JOIN", "VIEW",
			"SEQUENCE");

	private static final Set<String> BETWEEN = Set.of("IF", "NOT", "EXISTS", "ONLY", "LATERAL", "LOW_PRIORITY",
			"IGNORE");

	private static final int LONGEST_WORD = 128;

	/** Characters that are read: a table is named long before. */
	static final int READ = 8192;

	static SqlSummary of(String sql) {
		return new Reader((sql.length() > READ) ? sql.substring(0, READ) : sql).read();
	}

	private static final class Reader {

		private final String sql;

		/** Of each open parenthesis, whether a query is in it. */
		private final Deque<Boolean> open = new ArrayDeque<>();

		private int at;

		Reader(String sql) {
			this.sql = sql;
		}

		SqlSummary read() {
			String operation = null;
			boolean follows = false;
			for (String token = next(); token != null; token = next()) {
				String word = token.toUpperCase(Locale.ROOT);
				if (operation == null) {
					if (!Character.isLetter(token.charAt(0)) || token.length() > LONGEST_WORD) {
						return NONE;
					}
					operation = token;
				}
				else if (follows && !BETWEEN.contains(word)) {
					if (isName(token)) {
						return new SqlSummary(operation, operation + " " + token);
					}
					follows = false;
				}
				if (TABLE_FOLLOWS.contains(word) && (this.open.isEmpty() || this.open.peek())) {
					follows = true;
				}
			}
			return new SqlSummary(operation, operation);
		}

		private static boolean isName(String token) {
			char first = token.charAt(0);
			return token.length() <= LONGEST_WORD
					&& (Character.isLetter(first) || first == '_' || first == '`' || first == '"' || first == '[')
					&& !token.equalsIgnoreCase("SELECT");
		}

		/**
		 * The next word or name or parenthesis; literals and comments are passed over.
		 */
		private @Nullable String next() {
			while (this.at < this.sql.length()) {
				char c = this.sql.charAt(this.at);
				if (c == '\'') {
					this.at = after(c);
				}
				else if (this.sql.startsWith("--", this.at)) {
					this.at = end(this.sql.indexOf('\n', this.at), 1);
				}
				else if (this.sql.startsWith("/*", this.at)) {
					this.at = end(this.sql.indexOf("*/", this.at + 2), 2);
				}
				else if (c == '(') {
					this.at++;
					this.open.push(this.sql.substring(this.at).stripLeading().regionMatches(true, 0, "SELECT", 0, 6));
					return "(";
				}
				else if (c == ')') {
					this.at++;
					this.open.poll();
				}
				else if (isPart(c)) {
					return name();
				}
				else {
					this.at++;
				}
			}
			return null;
		}

		// A name may have several parts, each quoted in its own way.
		private String name() {
			int start = this.at;
			while (this.at < this.sql.length() && isPart(this.sql.charAt(this.at))) {
				char c = this.sql.charAt(this.at);
				this.at = (c == '"' || c == '`') ? after(c)
						: (c == '[') ? end(this.sql.indexOf(']', this.at), 1) : this.at + 1;
			}
			return this.sql.substring(start, this.at);
		}

		private static boolean isPart(char c) {
			return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$' || c == '"' || c == '`' || c == '['
					|| c == '#';
		}

		private int after(char quote) {
			return end(this.sql.indexOf(quote, this.at + 1), 1);
		}

		private int end(int index, int length) {
			return (index < 0) ? this.sql.length() : index + length;
		}

	}

}
