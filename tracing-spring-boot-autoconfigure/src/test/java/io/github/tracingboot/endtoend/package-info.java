/**
 * Applications with everything switched on, seen from the backend that gets their spans.
 */
@NullMarked
package io.github.tracingboot.endtoend;

import org.jspecify.annotations.NullMarked;
