package io.github.tracingboot.web;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.core.InvalidConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PathPatternsTests {

	@ParameterizedTest
	@CsvSource({ "/ping, /ping, true", "/ping, /pings, false", "/a/**, /a, true", "/a/**, /a/b/c, true",
			"/a/**, /ab, false", "/**/*.css, /x.css, true", "/**/*.css, /a/b/x.min.css, true",
			"/**/*.css, /x.css/y, false", "/**/*.css, /css, false", "/**/*.css, /a/.css, false", "/a/*/c, /a/b/c, true",
			"/a/*/c, /a/b/d, false", "/a?/**, /ab/c, true", "/**, /anything, true", "/*/health, /shop/health, true" })
	void pathMatchesAsAnAntPatternWould(String pattern, String path, boolean matches) {
		assertThat(new PathPatterns("p", List.of("/other", pattern)).match(path)).isEqualTo(matches);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ping", "http://host/ping", "/orders/{id}", "" })
	void whatIsNoPatternIsRefused(String pattern) {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> new PathPatterns("tracing.web.server.exclude", List.of(pattern)))
			.withMessageContaining("tracing.web.server.exclude")
			.withMessageContaining("'" + pattern + "'");
	}

}
