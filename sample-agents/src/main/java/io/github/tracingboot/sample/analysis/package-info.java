/**
 * Judges what was fetched, after the answer has been given.
 */
@NullMarked
package io.github.tracingboot.sample.analysis;

import org.jspecify.annotations.NullMarked;
