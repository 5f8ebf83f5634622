package io.github.tracingboot.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Stack traces in the captured output. */
public final class StackTraces {

	private static final Pattern HEAD = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*");

	private static final Pattern OURS = Pattern.compile("tracingboot|opentelemetry| i\\.o\\.|okhttp");

	private StackTraces() {
	}

	/**
	 * Those below a line of the library or of what it exports with: applications of other
	 * tests in the same JVM log their own.
	 * @param output what was logged
	 * @return the lines of the traces
	 */
	public static List<String> ours(String output) {
		List<String> traces = new ArrayList<>();
		boolean ours = true;
		for (String line : output.lines().toList()) {
			if (HEAD.matcher(line).matches()) {
				ours = OURS.matcher(line).find();
			}
			else if (ours && line.startsWith("\tat ")) {
				traces.add(line);
			}
		}
		return traces;
	}

}
