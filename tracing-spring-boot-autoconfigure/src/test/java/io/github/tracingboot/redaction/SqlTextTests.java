package io.github.tracingboot.redaction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
			"select * from t1 where a = 'secret' and b2 = 42 | select * from t1 where a = ? and b2 = ?",
			"insert into a_1 (x) values ('it''s', -1.5e-10, .5, 0xFF, 12) | insert into a_1 (x) values (?, -?, ?, ?, ?)",
			"select \"Name 1\", `b 2` from [t 3] where x in ('a','b') | select \"Name 1\", `b 2` from [t ?] where x in (?,?)",
			"select $1, $2 from t where x = $$sec'ret$$ and y = $q$a$$b$q$ | select $1, $2 from t where x = ? and y = ?",
			"select N'a', X'FF', E'a' | select N?, X?, E?",
			"select a/*secret*/ from t -- secret | select a/*?*/ from t --?",
			"select a from t where b = :name and c = ? and d = @p1 | select a from t where b = :name and c = ? and d = @p1",
			"select 'open | select ?", "select \"open | select \"open", "select /* open | select /*?*/",
			"select $$open | select ?", "select 1e5, 1.0f, 10L | select ?, ?, ?", "call p1(1) | call p1(?)" })
	void literalsGoAndStructureStays(String sql, String expected) {
		assertThat(SqlText.withoutLiterals(sql, "postgresql")).isEqualTo(expected);
	}

	@Test
	void doubleQuotesAreAStringWhereTheSystemIsNotKnownForNamesInThem() {
		assertThat(SqlText.withoutLiterals("select \"secret\"", "mysql")).isEqualTo("select ?");
		assertThat(SqlText.withoutLiterals("select \"secret\"", null)).isEqualTo("select ?");
		assertThat(SqlText.withoutLiterals("select \"name\"", "h2")).isEqualTo("select \"name\"");
	}

	@Test
	void whatSystemsReadDifferentlyIsALiteralToTheEnd() {
		assertThat(SqlText.withoutLiterals("select 'C:\\' , 'secret' from t", "postgresql")).isEqualTo("select ?");
		assertThat(SqlText.withoutLiterals("select 'it\\'s secret', 1", "mysql")).isEqualTo("select ?");
		assertThat(SqlText.withoutLiterals("select 'a\\\\b', 1", "mysql")).isEqualTo("select ?, ?");
	}

	@Test
	void aStatementWithoutLiteralsIsTheSameObject() {
		String sql = "select a from t where b = ?";
		assertThat(SqlText.withoutLiterals(sql, null)).isSameAs(sql);
	}

	@Test
	void lineCommentsEndWithTheLine() {
		assertThat(SqlText.withoutLiterals("a -- secret\nfrom b", null)).isEqualTo("a --?\nfrom b");
	}

}
