/**
 * Decides which traces are recorded.
 */
@NullMarked
package io.github.tracingboot.sampling;

import org.jspecify.annotations.NullMarked;
