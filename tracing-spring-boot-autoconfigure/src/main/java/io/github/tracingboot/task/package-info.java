/**
 * Carries the context of whoever submits a task to the thread that runs it.
 */
@NullMarked
package io.github.tracingboot.task;

import org.jspecify.annotations.NullMarked;
