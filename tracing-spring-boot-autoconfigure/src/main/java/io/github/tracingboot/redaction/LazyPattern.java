package io.github.tracingboot.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression of our own, compiled for the first text that may have a match
 * instead of when the application starts.
 */
final class LazyPattern {

	private final String expression;

	private volatile @Nullable Pattern pattern;

	LazyPattern(String expression) {
		this.expression = expression;
	}

	Matcher matcher(String text) {
		Pattern pattern = this.pattern;
		if (pattern == null) {
			pattern = Pattern.compile(this.expression);
			this.pattern = pattern;
		}
		return pattern.matcher(text);
	}

}
