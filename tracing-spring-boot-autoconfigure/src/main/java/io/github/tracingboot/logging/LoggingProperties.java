package io.github.tracingboot.logging;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How log lines refer to traces. No bean, as logging is prepared before there are any:
 * this is what the metadata of the properties is made of.
 *
 * @param enabled whether log lines carry the ids of the current span; the first
 * application that starts in a JVM decides for all of them
 * @param traceIdKey key of the trace's id in the MDC
 * @param spanIdKey key of the span's id in the MDC
 * @param traceFlagsKey key of the trace's flags in the MDC
 */
@ConfigurationProperties("tracing.logging")
record LoggingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("trace_id") String traceIdKey,
		@DefaultValue("span_id") String spanIdKey, @DefaultValue("trace_flags") String traceFlagsKey) {

}
