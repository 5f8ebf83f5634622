/**
 * Beside the tracing of Spring Boot and OpenTelemetry's own starter: one owner for each
 * part.
 */
@NullMarked
package io.github.tracingboot.coexistence;

import org.jspecify.annotations.NullMarked;
