/**
 * Starts one agent, or all of them in one JVM with a broker of their own.
 */
@NullMarked
package io.github.tracingboot.sample.launcher;

import org.jspecify.annotations.NullMarked;
