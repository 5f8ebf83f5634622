/**
 * The agent that people talk to: takes a question over HTTP and hands out the answer.
 */
@NullMarked
package io.github.tracingboot.sample.api;

import org.jspecify.annotations.NullMarked;
