/**
 * Looks at the market from time to time.
 */
@NullMarked
package io.github.tracingboot.sample.monitoring;

import org.jspecify.annotations.NullMarked;
