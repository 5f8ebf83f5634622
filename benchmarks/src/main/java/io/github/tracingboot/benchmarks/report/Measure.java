package io.github.tracingboot.benchmarks.report;

/**
 * A figure and how far off it may be.
 *
 * @param value what was measured
 * @param error of it, at the confidence of JMH
 */
record Measure(double value, double error) {

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
