package io.github.tracingboot.data;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * The classes of JDBC are the JDK's and say nothing. Whoever uses a database has Spring's
 * JDBC, or a driver, each of which says so in a file of one name; the driver of a server
 * that hands out data sources may not be in sight.
 */
final class OnJdbcCondition extends SpringBootCondition {

	static final String SPRING_JDBC = "org.springframework.jdbc.datasource.DataSourceUtils";

	static final String DRIVER = "META-INF/services/java.sql.Driver";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		if (ClassUtils.isPresent(SPRING_JDBC, context.getClassLoader())) {
			return ConditionOutcome.match("Spring's JDBC is there");
		}
		return new ConditionOutcome(
				context.getResourceLoader().getResource(ResourceLoader.CLASSPATH_URL_PREFIX + DRIVER).exists(),
				"a driver is needed, or Spring's JDBC");
	}

}
