package io.github.tracingboot.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.tracingboot.core.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of the user's, which may backtrack without end: each text has a
 * number of steps that grows with its length. A text that needs more is a secret as a
 * whole, because nobody knows that it is none.
 */
final class BoundedFinder implements Finder {

	private static final int STEPS = 50_000;

	private static final int STEPS_PER_CHARACTER = 50;

	private final Pattern pattern;

	private BoundedFinder(Pattern pattern) {
		this.pattern = pattern;
	}

	static BoundedFinder of(String property, @Nullable String expression) {
		if (expression == null || expression.isEmpty()) {
			throw invalid(property, "is not set");
		}
		try {
			Pattern pattern = Pattern.compile(expression);
			if (pattern.matcher("").find()) {
				throw invalid(property, "is '" + expression + "', which matches an empty text");
			}
			return new BoundedFinder(pattern);
		}
		catch (PatternSyntaxException ex) {
			throw invalid(property, "is '" + expression + "', which is not a regular expression: " + ex.getDescription()
					+ " near index " + ex.getIndex());
		}
	}

	private static InvalidConfigurationException invalid(String property, String problem) {
		return new InvalidConfigurationException(property + " " + problem + ".",
				"Set it to a Java regular expression for what is to be taken out, for example K-[0-9]{8}.",
				"Remove the rule.");
	}

	@Override
	public @Nullable Match find(String text, int from) {
		try {
			Matcher matcher = this.pattern.matcher(new Steps(text, STEPS + (long) STEPS_PER_CHARACTER * text.length()));
			for (int at = from; at <= text.length() && matcher.find(at); at = matcher.end() + 1) {
				if (matcher.end() > matcher.start()) {
					return new Match(matcher.start(), matcher.end());
				}
			}
			return null;
		}
		catch (TooManyStepsException | StackOverflowError ex) {
			return (from < text.length()) ? new Match(from, text.length()) : null;
		}
	}

	/** A text that can be looked at only so often. */
	private static final class Steps implements CharSequence {

		private final String text;

		private long left;

		Steps(String text, long steps) {
			this.text = text;
			this.left = steps;
		}

		@Override
		public char charAt(int index) {
			if (--this.left < 0) {
				throw new TooManyStepsException();
			}
			return this.text.charAt(index);
		}

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return this.text.subSequence(start, end);
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	private static final class TooManyStepsException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooManyStepsException() {
			super(null, null, false, false);
		}

	}

}
