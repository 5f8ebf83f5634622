/**
 * Commands to databases that answer at once, so that what tracing adds is not lost in
 * what they take.
 */
@NullMarked
package io.github.tracingboot.benchmarks.data;

import org.jspecify.annotations.NullMarked;
