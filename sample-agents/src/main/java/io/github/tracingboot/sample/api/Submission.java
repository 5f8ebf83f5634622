package io.github.tracingboot.sample.api;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * What is posted to {@code /api/queries}.
 *
 * @param text the question
 * @param session groups questions that belong together
 */
record Submission(@Nullable String text, @Nullable String session) {

	private static final int MAX_TEXT = 2_000;

	private static final int MAX_SESSION = 100;

	String validText() {
		if (!StringUtils.hasText(this.text)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "text must not be empty");
		}
		if (this.text.length() > MAX_TEXT) {
			throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
					"text has " + this.text.length() + " characters but must have at most " + MAX_TEXT);
		}
		if (this.session != null && this.session.length() > MAX_SESSION) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"session must have at most " + MAX_SESSION + " characters");
		}
		return this.text.strip();
	}

}
