package io.github.tracingboot.data;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/** A connection that traces its statements and, where that is wanted, transactions. */
final class JdbcConnection implements InvocationHandler {

	private final JdbcTracing tracing;

	private final Connection connection;

	private final JdbcTarget database;

	private JdbcConnection(JdbcTracing tracing, Connection connection, JdbcTarget database) {
		this.tracing = tracing;
		this.connection = connection;
		this.database = database;
	}

	static Connection proxy(JdbcTracing tracing, Connection connection, JdbcTarget database) {
		return (Connection) tracing.proxies()
			.create(connection, TracedConnection.class, new JdbcConnection(tracing, connection, database));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		Object first = (arguments != null && arguments.length > 0) ? arguments[0] : null;
		return switch (method.getName()) {
			case "equals" -> proxy == first;
			case "hashCode" -> System.identityHashCode(proxy);
			case "isWrapperFor" ->
				(first == TracedConnection.class) ? true : JdbcProxies.call(method, this.connection, arguments);
			case "unwrap" ->
				(first == TracedConnection.class) ? proxy : JdbcProxies.call(method, this.connection, arguments);
			case "createStatement", "prepareStatement", "prepareCall" -> statement(proxy,
					JdbcProxies.call(method, this.connection, arguments), (first instanceof String sql) ? sql : null);
			case "commit", "rollback" -> this.tracing.transaction(method.getName(), this.database,
					() -> JdbcProxies.call(method, this.connection, arguments));
			default -> JdbcProxies.call(method, this.connection, arguments);
		};
	}

	private @Nullable Object statement(Object proxy, @Nullable Object statement, @Nullable String sql) {
		return (statement instanceof Statement made)
				? this.tracing.proxies()
					.create(made, null, new JdbcStatement(this.tracing, made, (Connection) proxy, this.database, sql))
				: statement;
	}

}
