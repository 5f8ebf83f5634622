package io.github.tracingboot.data;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

import org.springframework.util.function.SingletonSupplier;

/** The spans of statements and transactions. */
final class JdbcTracing {

	private static final int MOST_SUMMARIES = 1000;

	/** Systems whose own codes say more than the SQL state does. */
	private static final Set<String> OWN_CODES = Set.of("mysql", "mariadb", "oracle.db", "microsoft.sql_server",
			"ibm.db2", "sqlite");

	private final DataTracing tracing;

	private final Supplier<Transactions> transactions;

	private final JdbcProxies proxies = new JdbcProxies();

	private final Map<String, JdbcTarget> targets = new ConcurrentHashMap<>();

	private final Map<String, SqlSummary> summaries = new ConcurrentHashMap<>();

	JdbcTracing(DataTracing tracing, Supplier<Transactions> transactions) {
		this.tracing = tracing;
		this.transactions = SingletonSupplier.of(transactions);
	}

	JdbcProxies proxies() {
		return this.proxies;
	}

	JdbcTarget target(@Nullable String url) {
		return this.targets.computeIfAbsent(String.valueOf(url), (key) -> JdbcTarget.of(key, this.tracing));
	}

	void failed(Exception failure) {
		this.tracing.failed(failure);
	}

	@Nullable Object execute(@Nullable String sql, int size, JdbcTarget database, JdbcProxies.Call call) throws Throwable {
		return in(start(sql, size, database), database, call);
	}

	@Nullable Object transaction(String operation, JdbcTarget database, JdbcProxies.Call call) throws Throwable {
		Transactions shown = this.transactions.get();
		if (shown == Transactions.EVENTS) {
			Object result = call.run();
			Span.current().addEvent("db." + operation);
			return result;
		}
		return (shown == Transactions.SPANS)
				? in(start(operation.toUpperCase(Locale.ROOT), 1, database), database, call) : call.run();
	}

	private Span start(@Nullable String sql, int size, JdbcTarget database) {
		try {
			SqlSummary summary = (sql != null) ? summary(sql) : SqlSummary.NONE;
			String batch = (size == 1) ? "" : (summary.text() != null) ? "BATCH " : "BATCH";
			String text = (summary.text() != null) ? batch + summary.text() : batch;
			String operation = (summary.operation() != null) ? batch + summary.operation() : batch;
			SpanBuilder builder = this.tracing
				.call(text.isEmpty() ? database.name() : text, Context.current(), database.attributes())
				.setAttribute(DbAttributes.QUERY_TEXT, sql);
			if (!text.isEmpty()) {
				builder.setAttribute(DbAttributes.QUERY_SUMMARY, text)
					.setAttribute(DbAttributes.OPERATION_NAME, operation);
			}
			if (size != 1) {
				builder.setAttribute(DbAttributes.OPERATION_BATCH_SIZE, (long) size);
			}
			return builder.startSpan();
		}
		catch (RuntimeException ex) {
			return this.tracing.failed(ex);
		}
	}

	private SqlSummary summary(String sql) {
		// What is longer has its values in it: it does not come again and would be kept.
		if (sql.length() > SqlSummary.READ) {
			return SqlSummary.of(sql);
		}
		SqlSummary known = this.summaries.get(sql);
		if (known == null) {
			known = SqlSummary.of(sql);
			// Statements with literals in them are without number.
			if (this.summaries.size() >= MOST_SUMMARIES) {
				this.summaries.clear();
			}
			this.summaries.put(sql, known);
		}
		return known;
	}

	private static @Nullable Object in(Span span, JdbcTarget database, JdbcProxies.Call call) throws Throwable {
		try {
			return call.run();
		}
		catch (Throwable ex) {
			failed(span, database, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private static void failed(Span span, JdbcTarget database, Throwable error) {
		// The message repeats the values of what was refused.
		SpanErrors.record(span, error, SpanErrors.Detail.TYPE);
		String code = (error instanceof SQLException refused) ? code(refused, database.system()) : null;
		if (code != null) {
			span.setStatus(StatusCode.ERROR);
			span.setAttribute(DbAttributes.RESPONSE_STATUS_CODE, code);
			span.setAttribute(SpanErrors.ERROR_TYPE, code);
		}
	}

	private static @Nullable String code(SQLException error, String system) {
		if (error.getErrorCode() != 0 && (error.getSQLState() == null || OWN_CODES.contains(system))) {
			return String.valueOf(error.getErrorCode());
		}
		return error.getSQLState();
	}

	/** How commits and rollbacks are shown. */
	enum Transactions {

		/** Not at all. */
		NONE,

		/** As events of the span that they happen in. */
		EVENTS,

		/** As spans. */
		SPANS

	}

}
