/**
 * The agent that understands a question and has the data for its answer fetched.
 */
@NullMarked
package io.github.tracingboot.sample.query;

import org.jspecify.annotations.NullMarked;
