/**
 * Brings finished spans out of the process, each exporter behind a batch processor of its
 * own.
 */
@NullMarked
package io.github.tracingboot.exporter;

import org.jspecify.annotations.NullMarked;
