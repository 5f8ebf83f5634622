/**
 * Work that outlives a sensible trace: continued in linked segments, handed over through
 * queues, and watched.
 */
@NullMarked
package io.github.tracingboot.activity;

import org.jspecify.annotations.NullMarked;
