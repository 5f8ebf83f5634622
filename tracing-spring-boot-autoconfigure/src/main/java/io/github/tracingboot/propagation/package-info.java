/**
 * How the context travels between processes.
 */
@NullMarked
package io.github.tracingboot.propagation;

import org.jspecify.annotations.NullMarked;
