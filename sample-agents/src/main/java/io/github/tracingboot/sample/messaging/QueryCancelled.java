package io.github.tracingboot.sample.messaging;

/** {@code query.cancelled}: nobody waits for the answer any more. */
public record QueryCancelled(String id) {

}
