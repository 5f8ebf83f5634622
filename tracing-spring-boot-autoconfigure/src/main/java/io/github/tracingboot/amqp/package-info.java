/**
 * Publish and process spans of RabbitMQ messages, and the context that travels with them.
 */
@NullMarked
package io.github.tracingboot.amqp;

import org.jspecify.annotations.NullMarked;
