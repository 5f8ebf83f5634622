package io.github.tracingboot.benchmarks.report;

import java.util.Arrays;

/**
 * A figure and how far off it may be.
 *
 * @param value what was measured
 * @param error of it, at the confidence of JMH or of what else it was made by
 */
public record Measure(double value, double error) {

	/**
	 * The median, and its error at 95 % confidence by the sign test: how many of the
	 * values lie on either side of the true one is a matter of tossing coins, whatever
	 * their distribution.
	 * @param values at least six
	 * @return the median and the farther end of its interval
	 */
	public static Measure median(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int last = sorted.length - 1;
		double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
		int rank = (int) Math.max(0, (sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2);
		return new Measure(median, Math.max(median - sorted[rank], sorted[last - rank] - median));
	}

	Measure minus(Measure other) {
		return new Measure(this.value - other.value, Math.hypot(this.error, other.error));
	}

	/** The ratio; what both share is taken for error twice. */
	Measure over(Measure other) {
		double ratio = this.value / other.value;
		double relative = Math.hypot(this.error / this.value, other.error / other.value);
		return new Measure(ratio, Math.abs(ratio) * relative);
	}

}
