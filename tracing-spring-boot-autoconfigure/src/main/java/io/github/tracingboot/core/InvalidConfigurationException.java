package io.github.tracingboot.core;

import java.util.List;

/**
 * A configuration that cannot be honoured. The application does not start, and the
 * failure report says what to do.
 */
public final class InvalidConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String[] fixes;

	/**
	 * Creates the exception.
	 * @param problem one sentence that names the property, its value and what is wrong
	 * with it
	 * @param fixes what the user can do instead, each a sentence
	 */
	public InvalidConfigurationException(String problem, String... fixes) {
		super(problem);
		this.fixes = fixes.clone();
	}

	List<String> fixes() {
		return List.of(this.fixes);
	}

}
