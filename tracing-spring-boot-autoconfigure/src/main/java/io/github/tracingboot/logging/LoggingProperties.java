package io.github.tracingboot.logging;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How log lines refer to traces.
 *
 * @param enabled whether log lines carry the ids of the current span; the first
 * application that starts in a JVM decides for all of them
 */
@ConfigurationProperties("tracing.logging")
record LoggingProperties(@DefaultValue("true") boolean enabled) {

}
