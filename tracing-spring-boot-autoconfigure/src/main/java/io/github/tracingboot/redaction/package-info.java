/**
 * What is taken out of spans before any exporter sees them.
 */
@NullMarked
package io.github.tracingboot.redaction;

import org.jspecify.annotations.NullMarked;
