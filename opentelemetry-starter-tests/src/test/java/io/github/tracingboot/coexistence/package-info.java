/**
 * An application with OpenTelemetry's own starter too.
 */
@NullMarked
package io.github.tracingboot.coexistence;

import org.jspecify.annotations.NullMarked;
