/**
 * What becomes of spans on their way to a backend, and of calls when there is none.
 */
@NullMarked
package io.github.tracingboot.benchmarks.export;

import org.jspecify.annotations.NullMarked;
