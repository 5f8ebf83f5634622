package io.github.tracingboot.data;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The database behind a JDBC URL. Nothing of the URL is kept but what is named here:
 * there may be credentials in it.
 *
 * @param system the product, as the conventions call it
 * @param name the database's name, or the system where it has none
 * @param attributes what the spans of its statements have in common
 */
record JdbcTarget(String system, String name, Attributes attributes) {

	private static final Map<String, String> SYSTEMS = Map.ofEntries(Map.entry("postgresql", "postgresql"),
			Map.entry("h2", "h2database"), Map.entry("mysql", "mysql"), Map.entry("mariadb", "mariadb"),
			Map.entry("sqlserver", "microsoft.sql_server"), Map.entry("jtds", "microsoft.sql_server"),
			Map.entry("oracle", "oracle.db"), Map.entry("db2", "ibm.db2"), Map.entry("derby", "derby"),
			Map.entry("hsqldb", "hsqldb"), Map.entry("sap", "sap.hana"), Map.entry("clickhouse", "clickhouse"),
			Map.entry("ch", "clickhouse"), Map.entry("sqlite", "sqlite"), Map.entry("redshift", "aws.redshift"),
			Map.entry("firebirdsql", "firebirdsql"), Map.entry("informix-sqli", "ibm.informix"),
			Map.entry("teradata", "teradata"), Map.entry("trino", "trino"));

	private static final Pattern URL = Pattern.compile("jdbc:(?:p6spy:|otel:|tc:)?([a-z0-9-]+)(?::|$)(.*)");

	/** {@code //host:port/database}, of several hosts the first. */
	private static final Pattern SERVER = Pattern.compile(
			"//(?:[^/?;]*@)?(\\[[^\\]]+\\]|[^:/?;,\\\\@]*)(?:\\\\[^:/?;,]*)?(?::(\\d{1,5}))?(?:,[^/?;]*)?(?:/([^?;]*))?");

	/** {@code @host:port:sid} of Oracle. */
	private static final Pattern ORACLE = Pattern.compile("@([^:/()]+)(?::(\\d{1,5}))?(?:[:/]([^?:/]+))?");

	private static final Pattern DATABASE = Pattern.compile("(?i);database(?:name)?=([^;]+)");

	private static final Pattern EMBEDDED = Pattern.compile("(?:mem:|file:|nio:|res:)?([^;?]*)");

	static JdbcTarget of(String url, DataTracing tracing) {
		Matcher matcher = URL.matcher(url);
		if (!matcher.find()) {
			return of("other_sql", null, null, null, tracing);
		}
		String system = SYSTEMS.getOrDefault(matcher.group(1), "other_sql");
		String rest = matcher.group(2);
		Matcher server = SERVER.matcher(rest);
		Matcher oracle = ORACLE.matcher(rest);
		if (server.find()) {
			Matcher named = DATABASE.matcher(rest);
			return of(system, server.group(1), server.group(2), named.find() ? named.group(1) : server.group(3),
					tracing);
		}
		if (system.equals("oracle.db") && oracle.find()) {
			return of(system, oracle.group(1), oracle.group(2), oracle.group(3), tracing);
		}
		Matcher embedded = EMBEDDED.matcher(rest);
		return of(system, null, null,
				(!system.equals("oracle.db") && embedded.lookingAt()) ? lastName(embedded.group(1)) : null, tracing);
	}

	// A path on this machine is nobody's business.
	private static String lastName(String path) {
		return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	}

	private static JdbcTarget of(String system, @Nullable String host, @Nullable String port, @Nullable String database,
			DataTracing tracing) {
		boolean named = database != null && !database.isEmpty();
		AttributesBuilder attributes = tracing.connection(system, (host != null && !host.isEmpty()) ? host : null,
				(port != null) ? Integer.parseInt(port) : -1);
		if (named) {
			attributes.put(DbAttributes.NAMESPACE, database);
		}
		return new JdbcTarget(system, named ? String.valueOf(database) : system, attributes.build());
	}

}
