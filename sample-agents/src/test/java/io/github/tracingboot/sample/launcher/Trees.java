package io.github.tracingboot.sample.launcher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A tree as {@code TraceTree} draws it, without its times and in one order of siblings,
 * so that two of them can be compared: what runs at the same time starts in any order.
 */
record Trees(String label, List<Trees> children) {

	static String canonical(String drawn) {
		Trees all = new Trees("", new ArrayList<>());
		List<Trees> path = new ArrayList<>(List.of(all));
		drawn.lines().filter((line) -> !line.isBlank()).forEach((line) -> {
			String text = line.replaceFirst("^[│├└─ ]*", "");
			int depth = (line.length() - text.length()) / 3;
			Trees tree = new Trees(withoutTime(text), new ArrayList<>());
			path.subList(depth + 1, path.size()).clear();
			path.get(depth).children.add(tree);
			path.add(tree);
		});
		StringBuilder text = new StringBuilder();
		all.write(text, -1);
		return text.toString();
	}

	static String withoutTime(String text) {
		return text.replaceAll("\\[[\\d.]+ (µs|ms|s)\\] ?", "").replaceAll(" {2,}", "  ").strip();
	}

	private void write(StringBuilder text, int depth) {
		if (depth >= 0) {
			text.append("   ".repeat(depth)).append(this.label).append('\n');
		}
		this.children.stream().map((child) -> {
			StringBuilder drawn = new StringBuilder();
			child.write(drawn, depth + 1);
			return drawn.toString();
		}).sorted(Comparator.naturalOrder()).forEach(text::append);
	}

}
