/**
 * Spans of HTTP servers and clients.
 */
@NullMarked
package io.github.tracingboot.web;

import org.jspecify.annotations.NullMarked;
