/**
 * Spans of whatever is observed with Micrometer, and one owner for each of them.
 */
@NullMarked
package io.github.tracingboot.observation;

import org.jspecify.annotations.NullMarked;
