package io.github.tracingboot.data;

import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcTargetTests {

	private final DataTracing tracing = new DataTracing(() -> OpenTelemetry.noop().getTracer("test"), Map::of);

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"jdbc:postgresql://db.example.com:5433/shop?user=u&password=secret|postgresql|db.example.com|5433|shop",
			"jdbc:postgresql://a:1,b:2/shop|postgresql|a|1|shop",
			"jdbc:postgresql://[::1]:5432/shop|postgresql|[::1]|5432|shop",
			"jdbc:mysql://user:secret@db/shop?x=y|mysql|db||shop",
			"jdbc:h2:mem:clinic;DB_CLOSE_DELAY=-1|h2database|||clinic",
			"jdbc:h2:file:/home/secret/clinic|h2database|||clinic",
			"jdbc:h2:tcp://db:9092/clinic|h2database|db|9092|clinic",
			"jdbc:sqlserver://db:1433;databaseName=shop;password=secret|microsoft.sql_server|db|1433|shop",
			"jdbc:oracle:thin:@db:1521:orcl|oracle.db|db|1521|orcl",
			"jdbc:oracle:thin:@//db:1521/service|oracle.db|db|1521|service", "jdbc:something:new|other_sql|||new",
			"null|other_sql|||" })
	void whatAnUrlSays(String url, String system, String host, Long port, String database) {
		JdbcTarget target = JdbcTarget.of(url, this.tracing);
		assertThat(target.system()).isEqualTo(system);
		assertThat(target.attributes().get(DbAttributes.SERVER_ADDRESS)).isEqualTo(host);
		assertThat(target.attributes().get(DbAttributes.SERVER_PORT)).isEqualTo(port);
		assertThat(target.attributes().get(DbAttributes.NAMESPACE)).isEqualTo(database);
		assertThat(target.attributes().toString()).doesNotContain("secret");
	}

}
