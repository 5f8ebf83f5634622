/**
 * Messages through the real client and container, to a broker or to one in memory.
 */
@NullMarked
package io.github.tracingboot.benchmarks.amqp;

import org.jspecify.annotations.NullMarked;
