package io.github.tracingboot.benchmarks.data;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/** Has one connection with one statement, whose result is always the same row. */
final class MemoryDatabase implements DataSource {

	private static final DatabaseMetaData META_DATA = stub(DatabaseMetaData.class, (proxy, method,
			arguments) -> method.getName().equals("getURL") ? "jdbc:postgresql://db.internal:5432/clinic" : null);

	private static final ResultSet ROW = stub(ResultSet.class, (proxy, method, arguments) -> switch (method.getName()) {
		case "next" -> true;
		case "getLong" -> 4711L;
		default -> null;
	});

	private static final PreparedStatement STATEMENT = stub(PreparedStatement.class,
			(proxy, method, arguments) -> method.getName().equals("executeQuery") ? ROW : null);

	private static final Connection CONNECTION = stub(Connection.class,
			(proxy, method, arguments) -> switch (method.getName()) {
				case "prepareStatement" -> STATEMENT;
				case "getMetaData" -> META_DATA;
				case "isWrapperFor" -> false;
				default -> null;
			});

	private static <T> T stub(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

	@Override
	public Connection getConnection() {
		return CONNECTION;
	}

	@Override
	public Connection getConnection(String user, String password) {
		return CONNECTION;
	}

	@Override
	public @Nullable PrintWriter getLogWriter() {
		return null;
	}

	@Override
	public void setLogWriter(PrintWriter writer) {
	}

	@Override
	public void setLoginTimeout(int seconds) {
	}

	@Override
	public int getLoginTimeout() {
		return 0;
	}

	@Override
	public Logger getParentLogger() {
		return Logger.getGlobal();
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		throw new SQLException("Wraps nothing");
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return false;
	}

}
