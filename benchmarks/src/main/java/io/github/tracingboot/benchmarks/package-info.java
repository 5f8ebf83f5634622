/**
 * What tracing costs, measured side by side.
 */
@NullMarked
package io.github.tracingboot.benchmarks;

import org.jspecify.annotations.NullMarked;
