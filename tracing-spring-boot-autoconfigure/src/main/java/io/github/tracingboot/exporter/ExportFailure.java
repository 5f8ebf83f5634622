package io.github.tracingboot.exporter;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Why an export failed, in one line that a reader can act on. */
final class ExportFailure {

	private static final int MAX_CAUSES = 20;

	private static final int MAX_LENGTH = 400;

	// Line breaks of all kinds, and what turns the direction of text.
	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\u2028\u2029]+");

	private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\s]*@");

	private ExportFailure() {
	}

	/**
	 * Describes a failure.
	 * @param failure what the exporter gave
	 * @param answer what the SDK logged about the server's answer
	 * @return the root cause, and around it what the exporter wanted then
	 */
	static String describe(Throwable failure, @Nullable String answer) {
		Throwable outer = isWrapper(failure) ? failure.getCause() : failure;
		if (outer == null) {
			return printable(refusal(failure, answer));
		}
		Throwable root = outer;
		for (int i = 0; root.getCause() != null && i < MAX_CAUSES; i++) {
			root = root.getCause();
		}
		String text = root.getClass().getSimpleName();
		if (root.getMessage() != null) {
			text += ": " + root.getMessage();
		}
		String context = outer.getMessage();
		boolean more = context != null && !context.contains(String.valueOf(root.getMessage()));
		return printable(more ? text + " (" + context + ")" : text);
	}

	// The log may have more, and may be about another answer.
	private static String refusal(Throwable failure, @Nullable String logged) {
		ServerAnswer answer = ServerAnswer.of(failure);
		if (logged != null && (answer == null || logged.contains(answer.code()))) {
			return logged.replaceFirst("\\. Error message: $", "");
		}
		return (answer != null) ? answer.toString() : "the server refused them";
	}

	// By name: the type is internal to the SDK. It has no message of its own.
	private static boolean isWrapper(Throwable failure) {
		return failure.getClass().getName().startsWith("io.opentelemetry.exporter.internal.FailedExportException");
	}

	// A server's words never make a line of their own.
	private static String printable(String text) {
		String cut = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text;
		return UNPRINTABLE.matcher(USER_INFO.matcher(cut).replaceAll("//***@")).replaceAll(" ");
	}

}
