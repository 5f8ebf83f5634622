package io.github.tracingboot.sample.query;

/** What a question is about. */
record Topic(String symbol, String exchange) {

	static final Topic USUAL = new Topic("ZEC", "kraken");

}
