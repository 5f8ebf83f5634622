/**
 * What tracing adds to an HTTP request.
 */
@NullMarked
package io.github.tracingboot.benchmarks.http;

import org.jspecify.annotations.NullMarked;
