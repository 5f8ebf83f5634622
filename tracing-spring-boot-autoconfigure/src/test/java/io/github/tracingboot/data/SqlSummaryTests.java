package io.github.tracingboot.data;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlSummaryTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			value = { "SELECT * FROM orders WHERE id = 42|SELECT orders", "select 1|select",
					"INSERT INTO shop.orders (id) VALUES ('FROM secret')|INSERT shop.orders",
					"UPDATE orders SET a = 1|UPDATE orders", "DELETE FROM ONLY orders|DELETE orders",
					"SELECT * FROM (SELECT * FROM inner_table) t|SELECT inner_table",
					"SELECT EXTRACT(YEAR FROM created) FROM orders|SELECT orders",
					"/* FROM secret */ SELECT a -- FROM secret|SELECT",
					"SELECT 'FROM secret' FROM \"my orders\"|SELECT \"my orders\"",
					"CREATE TABLE IF NOT EXISTS orders (id INT)|CREATE orders", "{call refresh(?)}|call refresh",
					"SELECT * FROM 'secret'|SELECT", "SELECT '|SELECT", "COMMIT|COMMIT" })
	void operationAndTable(String sql, String summary) {
		assertThat(SqlSummary.of(sql).text()).isEqualTo(summary);
	}

	@Test
	void whatIsNoStatementHasNone() {
		assertThat(SqlSummary.of("")).isEqualTo(SqlSummary.NONE);
		assertThat(SqlSummary.of("'secret'")).isEqualTo(SqlSummary.NONE);
		assertThat(SqlSummary.of("4711 secret")).isEqualTo(SqlSummary.NONE);
	}

	@Test
	void ofALongStatementTheBeginningIsRead() {
		String values = "(1), ".repeat(100_000);
		assertThat(SqlSummary.of("INSERT INTO prices VALUES " + values).text()).isEqualTo("INSERT prices");
		assertThat(SqlSummary.of("VALUES " + values + "(SELECT 1 FROM prices)").text()).isEqualTo("VALUES");
	}

}
