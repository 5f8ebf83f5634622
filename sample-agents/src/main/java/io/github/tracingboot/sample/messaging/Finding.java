package io.github.tracingboot.sample.messaging;

import java.util.List;

/**
 * {@code fact_check.result}, {@code followup.suggestions}: what an agent has to say about
 * a query that has been answered.
 */
public record Finding(String id, String agent, List<String> texts) {

}
