package io.github.tracingboot.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How HTTP is traced.
 *
 * @param enabled whether HTTP requests are traced, those that come in and those that go
 * out
 */
@ConfigurationProperties("tracing.web")
record WebProperties(@DefaultValue("true") boolean enabled) {

}
