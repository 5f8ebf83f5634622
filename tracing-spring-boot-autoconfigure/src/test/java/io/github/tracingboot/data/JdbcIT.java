package io.github.tracingboot.data;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = DataApplication.class, properties = { "spring.datasource.url=jdbc:h2:mem:clinic",
		"tracing.data.jdbc.transactions=events", DataApplication.WITHOUT_MONGO })
class JdbcIT {

	@RegisterExtension
	static final SpanRecorder spans = DataApplication.SPANS;

	@Autowired
	private Tracer tracer;

	@Autowired
	private JdbcTemplate template;

	@Autowired
	private DataSource source;

	@BeforeEach
	void table() {
		this.template.execute("DROP TABLE IF EXISTS patients");
		this.template.execute("CREATE TABLE patients (id INT PRIMARY KEY, name VARCHAR(20))");
		spans.take("DROP patients");
		spans.take("CREATE patients");
	}

	@Test
	void statementIsASpanOfItsCallerWithoutItsParameters() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			this.template.update("INSERT INTO patients VALUES (?, ?)", 1, "secret");
		}
		caller.end();
		spans.take("caller");
		SpanData span = spans.take("INSERT patients");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(span.getAttributes().asMap()).containsEntry(DbAttributes.SYSTEM_NAME, "h2database")
			.containsEntry(DbAttributes.NAMESPACE, "clinic")
			.containsEntry(DbAttributes.OPERATION_NAME, "INSERT")
			.containsEntry(DbAttributes.QUERY_SUMMARY, "INSERT patients")
			.containsEntry(DbAttributes.QUERY_TEXT, "INSERT INTO patients VALUES (?, ?)")
			.hasSize(5);
	}

	@Test
	void batchIsOneSpanWithItsSize() {
		this.template.batchUpdate("INSERT INTO patients VALUES (?, ?)",
				List.of(new Object[] { 1, "a" }, new Object[] { 2, "b" }, new Object[] { 3, "c" }));
		SpanData span = spans.take("BATCH INSERT patients");
		assertThat(span.getAttributes().get(DbAttributes.OPERATION_BATCH_SIZE)).isEqualTo(3);
		assertThat(span.getAttributes().get(DbAttributes.OPERATION_NAME)).isEqualTo("BATCH INSERT");
	}

	@Test
	void batchOfDifferentStatementsHasNoTextInCommon() throws SQLException {
		try (Connection connection = this.source.getConnection(); Statement statement = connection.createStatement()) {
			statement.addBatch("INSERT INTO patients VALUES (1, 'a')");
			statement.addBatch("DELETE FROM patients");
			statement.executeBatch();
		}
		assertThat(spans.take("BATCH").getAttributes().get(DbAttributes.QUERY_TEXT)).isNull();
	}

	@Test
	void refusedStatementHasItsSqlStateAndNoMessage() {
		this.template.update("INSERT INTO patients VALUES (1, 'secret')");
		spans.take("INSERT patients");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.template.update("INSERT INTO patients VALUES (?, ?)", 1, "secret"));
		SpanData span = spans.take("INSERT patients");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE)).isEqualTo("23505");
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("23505");
		assertThat(span.toString()).doesNotContain("secret");
	}

	@Test
	void exceptionIsTheDriversOwn() throws SQLException {
		try (Connection connection = this.source.getConnection();
				PreparedStatement statement = connection.prepareStatement("INSERT INTO patients VALUES (?, 'a')")) {
			for (int i = 0; i < 2; i++) {
				statement.setInt(1, 1);
				statement.addBatch();
			}
			assertThatExceptionOfType(BatchUpdateException.class).isThrownBy(statement::executeBatch);
			assertThat(statement.getConnection()).isSameAs(connection);
		}
		spans.take("BATCH INSERT patients");
	}

	@Test
	void transactionIsAnEventOfTheSpanThatItIsIn(@Autowired PlatformTransactionManager transactions) {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			new TransactionTemplate(transactions)
				.executeWithoutResult((status) -> this.template.update("DELETE FROM patients"));
			new TransactionTemplate(transactions).executeWithoutResult((status) -> status.setRollbackOnly());
		}
		caller.end();
		assertThat(spans.take("caller").getEvents()).extracting((event) -> event.getName())
			.containsExactly("db.commit", "db.rollback");
		spans.take("DELETE patients");
	}

	@Test
	void transactionIsASpanWhereThatIsWanted(@Autowired DataTracing tracing) throws SQLException {
		JdbcDataSource clinic = new JdbcDataSource();
		clinic.setURL("jdbc:h2:mem:clinic");
		clinic.setUser("sa");
		DataSource traced = (DataSource) new JdbcPostProcessor(
				new JdbcTracing(tracing, () -> JdbcTracing.Transactions.SPANS))
			.postProcessAfterInitialization(clinic, "clinic");
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent(); Connection connection = traced.getConnection()) {
			connection.setAutoCommit(false);
			connection.commit();
			connection.rollback();
			connection.close();
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
		}
		caller.end();
		assertThat(spans.take("caller").getEvents()).isEmpty();
		for (String name : List.of("COMMIT", "ROLLBACK")) {
			SpanData span = spans.take(name);
			assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(span.getAttributes().asMap()).containsEntry(DbAttributes.SYSTEM_NAME, "h2database")
				.containsEntry(DbAttributes.NAMESPACE, "clinic")
				.containsEntry(DbAttributes.OPERATION_NAME, name);
		}
		assertThat(spans.take("COMMIT").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void poolIsStillInjectedAndUnwrappedByItsType(@Autowired HikariDataSource pool) throws SQLException {
		assertThat(pool).isSameAs(this.source);
		assertThat(pool.getPoolName()).isNotNull();
		assertThat(this.source.unwrap(HikariDataSource.class)).isNotNull();
		try (Connection connection = this.source.getConnection()) {
			assertThat(connection.unwrap(JdbcConnection.class)).isNotNull();
		}
	}

	@Test
	void poolIsStillMeasured(@Autowired MeterRegistry meters, @Autowired HikariDataSource pool) throws SQLException {
		try (Connection connection = this.source.getConnection()) {
			assertThat(connection.isClosed()).isFalse();
			assertThat(meters.get("hikaricp.connections.active").gauge().value()).isEqualTo(1);
			// As Spring Boot reads it.
			assertThat(new DirectFieldAccessor(pool).getPropertyValue("pool")).isNotNull();
		}
	}

	@Test
	void sourcesThatLeadToATracedOneMakeNoSecondSpan(@Autowired JdbcPostProcessor processor) {
		AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

			@Override
			protected Object determineCurrentLookupKey() {
				return "one";
			}

		};
		routing.setTargetDataSources(Map.of("one", this.source));
		routing.afterPropertiesSet();
		for (DataSource leading : List.of(routing, new LazyConnectionDataSourceProxy(this.source))) {
			new JdbcTemplate((DataSource) processor.postProcessAfterInitialization(leading, "leading"))
				.update("DELETE FROM patients");
			spans.take("DELETE patients");
		}
	}

}
