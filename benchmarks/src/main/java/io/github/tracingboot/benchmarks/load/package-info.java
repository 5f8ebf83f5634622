/**
 * Messages through a real RabbitMQ.
 */
@NullMarked
package io.github.tracingboot.benchmarks.load;

import org.jspecify.annotations.NullMarked;
