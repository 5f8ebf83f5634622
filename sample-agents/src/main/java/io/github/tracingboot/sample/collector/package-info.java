/**
 * Keeps finished traces, so that the sample can show them without a backend.
 */
@NullMarked
package io.github.tracingboot.sample.collector;

import org.jspecify.annotations.NullMarked;
