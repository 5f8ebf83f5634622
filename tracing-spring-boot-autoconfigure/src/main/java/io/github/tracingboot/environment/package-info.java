/**
 * Variables that other tools and the OpenTelemetry specification have made known, read as
 * properties.
 */
@NullMarked
package io.github.tracingboot.environment;

import org.jspecify.annotations.NullMarked;
