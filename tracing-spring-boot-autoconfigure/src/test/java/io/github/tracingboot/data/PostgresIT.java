package io.github.tracingboot.data;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.EmbeddedPostgres;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = DataApplication.class,
		properties = { "tracing.data.jdbc.transactions=spans", DataApplication.WITHOUT_MONGO })
@ContextConfiguration(initializers = EmbeddedPostgres.class)
class PostgresIT {

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
	void preparedStatementIsASpanOfItsCallerThatNamesTheServer() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			this.template.update("INSERT INTO patients VALUES (?, ?)", 1, "secret");
		}
		caller.end();
		spans.take("caller");
		SpanData span = spans.take("INSERT patients");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(span.getAttributes().asMap()).containsEntry(DbAttributes.SYSTEM_NAME, "postgresql")
			.containsEntry(DbAttributes.NAMESPACE, "postgres")
			.containsEntry(DbAttributes.SERVER_ADDRESS, EmbeddedPostgres.host())
			.containsEntry(DbAttributes.SERVER_PORT, (long) EmbeddedPostgres.port())
			.containsEntry(DbAttributes.OPERATION_NAME, "INSERT")
			.containsEntry(DbAttributes.QUERY_SUMMARY, "INSERT patients")
			.containsEntry(DbAttributes.QUERY_TEXT, "INSERT INTO patients VALUES (?, ?)")
			.hasSize(7);
	}

	@Test
	void batchIsOneSpanWithItsSize() {
		this.template.batchUpdate("INSERT INTO patients VALUES (?, ?)",
				List.of(new Object[] { 1, "a" }, new Object[] { 2, "b" }, new Object[] { 3, "c" }));
		SpanData span = spans.take("BATCH INSERT patients");
		assertThat(span.getAttributes().get(DbAttributes.OPERATION_BATCH_SIZE)).isEqualTo(3);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void refusedStatementHasItsSqlStateAndNoMessage() {
		this.template.update("INSERT INTO patients VALUES (?, ?)", 1, "a");
		spans.take("INSERT patients");
		// The server's answer says which key there is already.
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.template.update("INSERT INTO patients VALUES (?, ?)", 1, "a"))
			.withMessageContaining("(id)=(1)");
		SpanData span = spans.take("INSERT patients");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE)).isEqualTo("23505");
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("23505");
		assertThat(span.toString()).doesNotContain("(id)=(1)");
	}

	@Test
	void refusedBatchHasItsSqlState() throws SQLException {
		try (Connection connection = this.source.getConnection();
				PreparedStatement statement = connection.prepareStatement("INSERT INTO patients VALUES (?, 'a')")) {
			for (int i = 0; i < 2; i++) {
				statement.setInt(1, 1);
				statement.addBatch();
			}
			assertThatExceptionOfType(BatchUpdateException.class).isThrownBy(statement::executeBatch);
		}
		assertThat(spans.take("BATCH INSERT patients").getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE))
			.isEqualTo("23505");
	}

	@Test
	void transactionIsASpanBesideItsStatements(@Autowired PlatformTransactionManager transactions) {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			new TransactionTemplate(transactions)
				.executeWithoutResult((status) -> this.template.update("INSERT INTO patients VALUES (1, 'a')"));
			new TransactionTemplate(transactions).executeWithoutResult((status) -> {
				this.template.update("DELETE FROM patients");
				status.setRollbackOnly();
			});
		}
		caller.end();
		spans.take("caller");
		for (String name : List.of("INSERT patients", "COMMIT", "DELETE patients", "ROLLBACK")) {
			assertThat(spans.take(name).getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		}
		assertThat(this.template.queryForObject("SELECT count(*) FROM patients", Integer.class)).isEqualTo(1);
		spans.take("SELECT patients");
	}

	@Test
	void whatOnlyThisDriverHasIsStillThere() throws Exception {
		try (Connection connection = this.source.getConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
			// By name: annotations that the driver has are not on the class path.
			assertThat(connection.unwrap(Class.forName("org.postgresql.PGConnection"))).isNotNull();
			assertThat(statement.unwrap(Class.forName("org.postgresql.PGStatement"))).isNotNull();
		}
	}

}
