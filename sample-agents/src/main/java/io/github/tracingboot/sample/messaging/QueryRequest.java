package io.github.tracingboot.sample.messaging;

import org.jspecify.annotations.Nullable;

/**
 * {@code query.request}: a question to answer.
 *
 * @param id the query's id, which is the correlation id of every message about it
 */
public record QueryRequest(String id, String text, @Nullable String session) {

}
