package io.github.tracingboot.sample.messaging;

/** {@code data_retrieval.request}: what data a question needs. */
public record DataRequest(String id, String symbol, String exchange) {

}
