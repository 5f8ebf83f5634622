/**
 * Collects the OpenTelemetry types found as beans into one tracer provider.
 */
@NullMarked
package io.github.tracingboot.sdk;

import org.jspecify.annotations.NullMarked;
