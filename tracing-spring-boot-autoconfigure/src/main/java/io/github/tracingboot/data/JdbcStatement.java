package io.github.tracingboot.data;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/** A statement with a span for each execution. It never looks at a parameter. */
final class JdbcStatement implements InvocationHandler {

	private final JdbcTracing tracing;

	private final Statement statement;

	private final Connection connection;

	private final JdbcTarget database;

	private final @Nullable String prepared;

	private int batchSize;

	private @Nullable String batch;

	JdbcStatement(JdbcTracing tracing, Statement statement, Connection connection, JdbcTarget database,
			@Nullable String prepared) {
		this.tracing = tracing;
		this.statement = statement;
		this.connection = connection;
		this.database = database;
		this.prepared = prepared;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		Object first = (arguments != null && arguments.length > 0) ? arguments[0] : null;
		String sql = (first instanceof String given) ? given : this.prepared;
		return switch (method.getName()) {
			case "equals" -> proxy == first;
			case "hashCode" -> System.identityHashCode(proxy);
			case "getConnection" -> this.connection;
			case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" ->
				this.tracing.execute(sql, 1, this.database, () -> JdbcProxies.call(method, this.statement, arguments));
			case "executeBatch", "executeLargeBatch" -> executeBatch(method, arguments);
			case "addBatch" -> {
				Object nothing = JdbcProxies.call(method, this.statement, arguments);
				// Statements that differ have no text in common.
				this.batch = (this.batchSize == 0 || (sql != null && sql.equals(this.batch))) ? sql : null;
				this.batchSize++;
				yield nothing;
			}
			case "clearBatch" -> {
				this.batchSize = 0;
				yield JdbcProxies.call(method, this.statement, arguments);
			}
			default -> JdbcProxies.call(method, this.statement, arguments);
		};
	}

	private @Nullable Object executeBatch(Method method, Object @Nullable [] arguments) throws Throwable {
		int size = this.batchSize;
		this.batchSize = 0;
		return this.tracing.execute(this.batch, size, this.database,
				() -> JdbcProxies.call(method, this.statement, arguments));
	}

}
