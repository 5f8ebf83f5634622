package io.github.tracingboot.task;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tasks on other threads are traced, and what the application does on its own.
 *
 * @param enabled whether tasks run in the context of whoever submitted them; when false,
 * schedules and runners have no spans either
 * @param schedules whether each run of a scheduled method is a trace
 * @param runners whether command line and application runners have a span
 */
@ConfigurationProperties("tracing.task")
record TaskProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean schedules,
		@DefaultValue("true") boolean runners) {

	static TaskProperties defaults() {
		return new TaskProperties(true, true, true);
	}

}
