/**
 * The sample agents: a question comes in over HTTP and travels through all of them.
 */
@NullMarked
package io.github.tracingboot.sample;

import org.jspecify.annotations.NullMarked;
