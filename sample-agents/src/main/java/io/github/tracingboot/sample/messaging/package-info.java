/**
 * What the agents say to each other, and how.
 */
@NullMarked
package io.github.tracingboot.sample.messaging;

import org.jspecify.annotations.NullMarked;
