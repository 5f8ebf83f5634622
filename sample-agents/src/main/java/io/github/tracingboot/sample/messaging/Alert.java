package io.github.tracingboot.sample.messaging;

import java.time.Instant;

/** {@code monitoring.alert}: something that somebody should look at. */
public record Alert(Instant time, String text) {

}
