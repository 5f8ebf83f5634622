package io.github.tracingboot.sample.messaging;

/**
 * {@code data_retrieval.request}: what data a question needs.
 *
 * @param network the Zcash network whose height is wanted
 * @param cached whether data of a moment ago will do
 * @param history whether earlier prices are wanted too
 */
public record DataRequest(String id, String symbol, String exchange, String network, boolean cached, boolean history) {

}
