package io.github.tracingboot.sample.messaging;

/**
 * {@code analysis.result}: what the data mean.
 *
 * @param id the query that the data were fetched for
 * @param change since the day began, in percent
 * @param spread between the lowest and the highest price of the day, in percent
 */
public record AnalysisResult(String id, Quote quote, double change, double spread, String trend, String summary) {

}
