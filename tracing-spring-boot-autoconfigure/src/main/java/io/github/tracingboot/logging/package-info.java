/**
 * Puts the ids of the current span into log lines.
 */
@NullMarked
package io.github.tracingboot.logging;

import org.jspecify.annotations.NullMarked;
