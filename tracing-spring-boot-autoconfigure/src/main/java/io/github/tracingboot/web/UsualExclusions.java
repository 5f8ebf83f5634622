package io.github.tracingboot.web;

import java.util.ArrayList;
import java.util.List;

import org.springframework.core.env.Environment;

/**
 * What is asked for all the time and tells nothing when it is: actuator, health, static
 * files.
 */
final class UsualExclusions {

	private static final List<String> ALWAYS = List.of("/health", "/healthz", "/livez", "/readyz", "/webjars/**",
			"/**/*.css", "/**/*.js", "/**/*.map", "/**/*.ico", "/**/*.png", "/**/*.jpg", "/**/*.jpeg", "/**/*.gif",
			"/**/*.svg", "/**/*.webp", "/**/*.woff", "/**/*.woff2", "/**/*.ttf");

	private UsualExclusions() {
	}

	static List<String> of(Environment environment) {
		List<String> patterns = new ArrayList<>(ALWAYS);
		String actuator = path(environment, "management.endpoints.web.base-path", "/actuator");
		// At the root they cannot be told from the application's own paths.
		if (!actuator.isEmpty()) {
			patterns.add(path(environment, "spring.mvc.servlet.path", "") + actuator + "/**");
			patterns.add(path(environment, "management.server.base-path", "") + actuator + "/**");
		}
		return patterns;
	}

	private static String path(Environment environment, String property, String other) {
		String path = environment.getProperty(property, other);
		String begun = path.startsWith("/") ? path : "/" + path;
		return begun.endsWith("/") ? begun.substring(0, begun.length() - 1) : begun;
	}

}
