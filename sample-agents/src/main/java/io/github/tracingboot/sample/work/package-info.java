/**
 * Simulated work.
 */
@NullMarked
package io.github.tracingboot.sample.work;

import org.jspecify.annotations.NullMarked;
