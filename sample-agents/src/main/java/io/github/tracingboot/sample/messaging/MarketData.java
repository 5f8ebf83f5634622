package io.github.tracingboot.sample.messaging;

import java.math.BigDecimal;

/** {@code data_retrieval.response}: the data that was asked for. */
public record MarketData(long blockHeight, String symbol, String exchange, BigDecimal price, String currency) {

}
