package io.github.tracingboot.sdk;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who the spans of this application come from.
 *
 * @param name logical name of the service; falls back to spring.application.name, then to
 * 'unknown_service:java'
 * @param version version of the service; falls back to spring.application.version
 */
@ConfigurationProperties("tracing.service")
record ServiceProperties(@Nullable String name, @Nullable String version) {

}
