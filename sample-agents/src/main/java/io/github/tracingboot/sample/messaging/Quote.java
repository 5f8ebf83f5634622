package io.github.tracingboot.sample.messaging;

import java.math.BigDecimal;

/**
 * What something costs.
 *
 * @param open price at which the day began
 * @param low lowest of the day
 * @param high highest of the day
 */
public record Quote(String symbol, String exchange, BigDecimal price, String currency, BigDecimal open, BigDecimal low,
		BigDecimal high) {

}
