/**
 * Traces that are kept although the sampler refused them.
 */
@NullMarked
package io.github.tracingboot.benchmarks.keep;

import org.jspecify.annotations.NullMarked;
