package io.github.tracingboot.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Two rows of bars, time and bytes of a call, as SVG that needs neither fonts nor
 * scripts.
 */
final class Plot {

	private static final int LABEL = 150;

	private static final int BARS = 230;

	private static final int GAP = 70;

	private static final int ROW = 24;

	private static final int TOP = 52;

	private Plot() {
	}

	/**
	 * Writes a plot.
	 * @param title what is shown
	 * @param bars the label of each bar and its figures, from top to bottom
	 * @param file where to write it
	 * @throws IOException when it cannot be written
	 */
	static void write(String title, Map<String, JmhResult> bars, Path file) throws IOException {
		int width = LABEL + 2 * (BARS + GAP);
		int height = TOP + bars.size() * ROW + 12;
		StringBuilder svg = new StringBuilder();
		add(svg, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
				font-family="sans-serif" font-size="12" role="img" aria-label="%s">
				<rect width="100%%" height="100%%" fill="#ffffff"/>
				<text x="8" y="18" font-size="14" font-weight="bold" fill="#1f2328">%s</text>
				<text x="%d" y="40" fill="#59636e">ns per call</text>
				<text x="%d" y="40" fill="#59636e">bytes allocated per call</text>
				""", width, height, width, height, title, title, LABEL, LABEL + BARS + GAP);
		double maxNanos = bars.values().stream().mapToDouble(JmhResult::nanos).max().orElse(1);
		double maxBytes = bars.values().stream().mapToDouble(JmhResult::bytes).max().orElse(1);
		int y = TOP;
		for (Map.Entry<String, JmhResult> bar : bars.entrySet()) {
			String color = bar.getKey().matches("@Traced|this starter") ? "#0969da" : "#8c959f";
			add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#1f2328\">%s</text>%n", LABEL - 8, y + 13,
					bar.getKey());
			bar(svg, LABEL, y, bar.getValue().nanos(), maxNanos, color);
			bar(svg, LABEL + BARS + GAP, y, bar.getValue().bytes(), maxBytes, color);
			y += ROW;
		}
		svg.append("</svg>\n");
		Files.writeString(file, svg);
	}

	private static void bar(StringBuilder svg, int x, int y, double value, double max, String color) {
		double length = Math.max(1, BARS * value / max);
		add(svg, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>%n", x, y, length, color);
		add(svg, "<text x=\"%.1f\" y=\"%d\" fill=\"#1f2328\">%.0f</text>%n", x + length + 5, y + 13, value);
	}

	private static void add(StringBuilder svg, String format, Object... values) {
		svg.append(String.format(Locale.ROOT, format, values).replace(System.lineSeparator(), "\n"));
	}

}
