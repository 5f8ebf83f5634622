package io.github.tracingboot.task;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tasks on other threads are traced.
 *
 * @param enabled whether tasks run in the context of whoever submitted them
 */
@ConfigurationProperties("tracing.task")
record TaskProperties(@DefaultValue("true") boolean enabled) {

}
