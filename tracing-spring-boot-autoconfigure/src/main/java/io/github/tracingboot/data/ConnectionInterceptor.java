package io.github.tracingboot.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.util.ReflectionUtils;

/** Hands out connections that are traced. */
final class ConnectionInterceptor implements MethodInterceptor {

	private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

	private static final String ROUTING = "org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource";

	private final JdbcTracing tracing;

	private final DataSource source;

	private final boolean oneDatabase;

	private final boolean readByField;

	private final AtomicBoolean opened = new AtomicBoolean();

	private volatile @Nullable JdbcTarget database;

	ConnectionInterceptor(JdbcTracing tracing, DataSource source) {
		this.tracing = tracing;
		this.source = source;
		this.oneDatabase = !isA(source.getClass(), ROUTING);
		this.readByField = source.getClass().getName().equals(HIKARI);
	}

	private static boolean isA(@Nullable Class<?> type, String name) {
		return type != null && (type.getName().equals(name) || isA(type.getSuperclass(), name));
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object result = invocation.proceed();
		if (!(result instanceof Connection connection) || !invocation.getMethod().getName().equals("getConnection")) {
			return result;
		}
		if (this.readByField && this.opened.compareAndSet(false, true)) {
			copyState(invocation);
		}
		return traced(connection);
	}

	private Connection traced(Connection connection) {
		try {
			// A source that leads to another one, which is traced.
			if (connection.isWrapperFor(TracedConnection.class)) {
				return connection;
			}
			return JdbcConnection.proxy(this.tracing, connection, database(connection));
		}
		catch (SQLException | RuntimeException ex) {
			this.tracing.failed(ex);
			return connection;
		}
	}

	private JdbcTarget database(Connection connection) throws SQLException {
		JdbcTarget known = this.database;
		if (known == null || !this.oneDatabase) {
			// Drivers know it without asking the server.
			known = this.tracing.target(connection.getMetaData().getURL());
			this.database = known;
		}
		return known;
	}

	/**
	 * Spring Boot's metrics read the field of the pool, which is set when the first
	 * connection is opened, and which a proxy would not have.
	 */
	private void copyState(MethodInvocation invocation) {
		try {
			if (invocation instanceof ProxyMethodInvocation proxied
					&& this.source.getClass().isInstance(proxied.getProxy())) {
				ReflectionUtils.shallowCopyFieldState(this.source, proxied.getProxy());
			}
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
	}

}
