/**
 * Puts an analysis into words, checks them and thinks of what to ask next.
 */
@NullMarked
package io.github.tracingboot.sample.narrative;

import org.jspecify.annotations.NullMarked;
