package io.github.tracingboot.sample.messaging;

import java.util.List;

/** {@code query.response}: the answer to a question. */
public record QueryResponse(String id, String intent, List<String> entities, MarketData data, String answer) {

}
