/**
 * Pages and plots made of JMH's results.
 */
@NullMarked
package io.github.tracingboot.benchmarks.report;

import org.jspecify.annotations.NullMarked;
