package io.github.tracingboot.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.util.AntPathMatcher;

/**
 * Patterns for paths: ? for a character, * for any within a segment, ** for any segments.
 * The usual forms are looked up, not matched, since every request comes by here.
 */
final class PathPatterns {

	private static final Pattern SUFFIX = Pattern.compile("/\\*\\*/\\*\\.[^*?/.]+");

	private final AntPathMatcher matcher = new AntPathMatcher();

	private final Set<String> paths = new HashSet<>();

	private final Set<String> extensions = new HashSet<>();

	private final List<String> folders = new ArrayList<>();

	private final List<String> others = new ArrayList<>();

	/**
	 * Reads patterns.
	 * @param property where they come from
	 * @param patterns the patterns
	 */
	PathPatterns(String property, List<String> patterns) {
		patterns.forEach((pattern) -> {
			if (!pattern.startsWith("/") || pattern.contains("{")) {
				throw new InvalidConfigurationException(
						property + " has the entry '" + pattern + "', which is no pattern of a path.",
						"Write a path such as /ping, below the application's context path.",
						"Write /internal/** for all paths below /internal, or /**/*.css for an ending.");
			}
			add(pattern);
		});
	}

	private void add(String pattern) {
		String folder = pattern.endsWith("/**") ? pattern.substring(0, pattern.length() - 3) : "*";
		if (SUFFIX.matcher(pattern).matches()) {
			this.extensions.add(pattern.substring(pattern.lastIndexOf('.') + 1));
		}
		else if (!this.matcher.isPattern(folder)) {
			this.folders.add(folder);
		}
		else if (!this.matcher.isPattern(pattern)) {
			this.paths.add(pattern);
		}
		else {
			this.others.add(pattern);
		}
	}

	/**
	 * Whether one of the patterns matches.
	 * @param path without the context path and without path parameters
	 */
	boolean match(String path) {
		return this.paths.contains(path) || hasExtension(path) || isInFolder(path) || isOther(path);
	}

	private boolean hasExtension(String path) {
		int dot = path.lastIndexOf('.');
		return dot > path.lastIndexOf('/') + 1 && this.extensions.contains(path.substring(dot + 1));
	}

	private boolean isInFolder(String path) {
		for (String folder : this.folders) {
			if (path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

	private boolean isOther(String path) {
		for (String pattern : this.others) {
			if (this.matcher.match(pattern, path)) {
				return true;
			}
		}
		return false;
	}

}
