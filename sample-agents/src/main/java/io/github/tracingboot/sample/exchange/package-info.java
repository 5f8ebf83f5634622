/**
 * A stand-in for a currency exchange.
 */
@NullMarked
package io.github.tracingboot.sample.exchange;

import org.jspecify.annotations.NullMarked;
