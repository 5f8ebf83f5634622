package io.github.tracingboot.redaction;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An SQL statement without its literals: strings, numbers and what stands in comments
 * become {@code ?}, everything else stays as it is. What cannot be told from a literal
 * counts as one: a double-quoted text where the system is not known for names in these
 * quotes; a string that is not closed, or that has a backslash before a quote, which ends
 * it for some systems and not for others, to the end of the statement.
 */
final class SqlText {

	private static final Set<String> DOUBLE_QUOTED_NAMES = Set.of("postgresql", "cockroachdb", "redshift", "oracle.db",
			"oracle", "microsoft.sql_server", "mssql", "h2", "h2database", "hsqldb", "derby", "ibm.db2", "db2",
			"snowflake", "teradata", "sap.hana", "hanadb", "firebirdsql", "firebird");

	private final String sql;

	private final boolean doubleQuotedNames;

	private final StringBuilder out;

	private int at;

	private SqlText(String sql, boolean doubleQuotedNames) {
		this.sql = sql;
		this.doubleQuotedNames = doubleQuotedNames;
		this.out = new StringBuilder(sql.length());
	}

	/**
	 * Takes the literals out.
	 * @param sql a statement
	 * @param system the database as {@code db.system.name} has it, {@code null} if
	 * unknown
	 * @return the statement with {@code ?} for each literal
	 */
	static String withoutLiterals(String sql, @Nullable String system) {
		SqlText text = new SqlText(sql, system != null && DOUBLE_QUOTED_NAMES.contains(system));
		while (text.at < sql.length()) {
			text.next();
		}
		return sql.contentEquals(text.out) ? sql : text.out.toString();
	}

	private void next() {
		char c = this.sql.charAt(this.at);
		if (c == '\'' || (c == '"' && !this.doubleQuotedNames)) {
			literal(afterString(c));
		}
		else if (c == '"' || c == '`') {
			copy(afterQuoted(c));
		}
		else if (this.sql.startsWith("--", this.at)) {
			comment("--", end(this.sql.indexOf('\n', this.at)), "");
		}
		else if (this.sql.startsWith("/*", this.at)) {
			comment("/*", afterText("*/", this.at + 2), "*/");
		}
		else if (c == '$') {
			dollar();
		}
		else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
			literal(afterNumber());
		}
		else if (isWord(c)) {
			word();
		}
		else {
			copy(this.at + 1);
		}
	}

	// A prefix such as N, X, B, E or _utf8 belongs to the string after it.
	private void word() {
		int end = this.at;
		while (end < this.sql.length() && (isWord(this.sql.charAt(end)) || isDigit(this.sql.charAt(end)))) {
			end++;
		}
		copy(end);
	}

	// PostgreSQL: $1 is a parameter, $$text$$ and $tag$text$tag$ are strings.
	private void dollar() {
		int end = this.at + 1;
		while (end < this.sql.length() && (isWord(this.sql.charAt(end)) || isDigit(this.sql.charAt(end)))
				&& this.sql.charAt(end) != '$') {
			end++;
		}
		boolean string = end < this.sql.length() && this.sql.charAt(end) == '$' && !isDigit(peek(1));
		if (string) {
			literal(afterText(this.sql.substring(this.at, end + 1), end + 1));
		}
		else {
			copy(end);
		}
	}

	private void comment(String open, int end, String close) {
		this.out.append(open).append('?').append(close);
		this.at = end;
	}

	private void literal(int end) {
		this.out.append('?');
		this.at = end;
	}

	private void copy(int end) {
		this.out.append(this.sql, this.at, end);
		this.at = end;
	}

	private int afterString(char quote) {
		int end = afterQuoted(quote);
		int ambiguous = this.sql.indexOf("\\" + quote, this.at);
		return (ambiguous >= 0 && ambiguous < end) ? this.sql.length() : end;
	}

	// A doubled quote is one inside.
	private int afterQuoted(char quote) {
		int i = this.at + 1;
		while (i < this.sql.length()) {
			if (this.sql.charAt(i) != quote) {
				i++;
			}
			else if (i + 1 < this.sql.length() && this.sql.charAt(i + 1) == quote) {
				i += 2;
			}
			else {
				return i + 1;
			}
		}
		return this.sql.length();
	}

	private int afterNumber() {
		int i = this.at;
		while (i < this.sql.length()) {
			char c = this.sql.charAt(i);
			boolean exponentSign = (c == '+' || c == '-') && i > this.at && (this.sql.charAt(i - 1) | 0x20) == 'e';
			if (!isDigit(c) && c != '.' && !isWord(c) && !exponentSign) {
				break;
			}
			i++;
		}
		return i;
	}

	private int afterText(String text, int from) {
		int found = this.sql.indexOf(text, from);
		return (found < 0) ? this.sql.length() : found + text.length();
	}

	private int end(int index) {
		return (index < 0) ? this.sql.length() : index;
	}

	private char peek(int offset) {
		return (this.at + offset < this.sql.length()) ? this.sql.charAt(this.at + offset) : '\0';
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isWord(char c) {
		return c == '_' || c == '$' || Character.isLetter(c);
	}

}
