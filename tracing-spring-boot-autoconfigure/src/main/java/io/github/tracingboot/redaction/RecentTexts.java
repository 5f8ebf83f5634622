package io.github.tracingboot.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Texts in which nothing was found, known again by their identity: constants and names
 * come as the same objects over and over. Threads may write over each other, after which
 * a text is searched once more.
 */
final class RecentTexts {

	private static final int SIZE = 512;

	private static final int LONGEST = 256;

	private final @Nullable String[] texts = new String[SIZE];

	/**
	 * Looks for a text.
	 * @param text any text
	 * @param place a number for where it stands
	 * @return whether this very object was added there, and no other since
	 */
	@SuppressWarnings("ReferenceEquality")
	boolean contains(String text, int place) {
		return this.texts[slot(text, place)] == text;
	}

	void add(String text, int place) {
		if (text.length() <= LONGEST) {
			this.texts[slot(text, place)] = text;
		}
	}

	private static int slot(String text, int place) {
		return (place + text.length()) & (SIZE - 1);
	}

}
