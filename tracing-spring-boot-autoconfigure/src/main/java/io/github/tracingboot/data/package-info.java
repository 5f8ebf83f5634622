/**
 * Spans of calls to databases and caches.
 */
@NullMarked
package io.github.tracingboot.data;

import org.jspecify.annotations.NullMarked;
