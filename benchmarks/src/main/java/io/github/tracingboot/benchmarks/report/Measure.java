package io.github.tracingboot.benchmarks.report;

import java.util.Arrays;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A figure and how far off it may be.
 *
 * @param value what was measured
 * @param error of it, at the confidence of JMH or of what else it was made by
 */
public record Measure(double value, double error) {

	/**
	 * The mean of what was measured several times, and its error at 95 % confidence.
	 * @param values at least two, of which none depends on another
	 * @return the mean and half of its interval
	 */
	public static Measure mean(double... values) {
		SummaryStatistics statistics = new SummaryStatistics();
		Arrays.stream(values).forEach(statistics::addValue);
		double t = new TDistribution(values.length - 1).inverseCumulativeProbability(0.975);
		return new Measure(statistics.getMean(), t * statistics.getStandardDeviation() / Math.sqrt(values.length));
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
