/**
 * Libraries above Spring AMQP keep the trace.
 */
@NullMarked
package io.github.tracingboot.messaging;

import org.jspecify.annotations.NullMarked;
