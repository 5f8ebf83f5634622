package io.github.tracingboot.sample.messaging;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code data_retrieval.response}: the data that was asked for.
 *
 * @param blockHeight unless the node did not tell
 * @param history earlier prices, oldest first
 * @param missing sources that did not answer
 */
public record MarketData(String id, @Nullable Long blockHeight, Quote quote, List<Double> history,
		List<String> missing) {

}
