/**
 * Entries that travel with a trace: set once, on every span and in every log line, in
 * every service.
 */
@NullMarked
package io.github.tracingboot.baggage;

import org.jspecify.annotations.NullMarked;
