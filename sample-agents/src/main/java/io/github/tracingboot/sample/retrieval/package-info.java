/**
 * The agent that fetches data from outside.
 */
@NullMarked
package io.github.tracingboot.sample.retrieval;

import org.jspecify.annotations.NullMarked;
