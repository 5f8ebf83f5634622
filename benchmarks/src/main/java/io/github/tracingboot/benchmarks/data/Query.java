package io.github.tracingboot.benchmarks.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.tracingboot.benchmarks.Tracing;

/** A prepared statement with one parameter, and what traces it. */
public final class Query {

	private final DataSource source;

	private final @Nullable ConfigurableApplicationContext context;

	private Query(DataSource source, @Nullable CountedSpans spans, @Nullable ConfigurableApplicationContext context) {
		this.source = source;
		this.context = context;
		if (spans != null) {
			spans.check(1, this::runUnchecked);
		}
	}

	public static Query untraced() {
		return new Query(new MemoryDatabase(), null, null);
	}

	public static Query traced() {
		ConfigurableApplicationContext context = Tracing.STARTER.start(DataApplication.class);
		return new Query(context.getBean(DataSource.class), context.getBean(CountedSpans.class), context);
	}

	/** By OpenTelemetry's library, with the SDK and nothing else. */
	public static Query openTelemetry() {
		CountedSpans spans = new CountedSpans();
		return new Query(JdbcTelemetry.create(spans.openTelemetry()).wrap(new MemoryDatabase()), spans, null);
	}

	/** From a pool and back, as a {@code JdbcTemplate} does. */
	public long run() throws SQLException {
		try (Connection connection = this.source.getConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT age FROM patients WHERE id = ?")) {
			statement.setInt(1, 7);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getLong(1);
			}
		}
	}

	private void runUnchecked() {
		try {
			run();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

}
