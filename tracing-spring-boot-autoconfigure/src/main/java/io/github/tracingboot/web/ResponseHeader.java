package io.github.tracingboot.web;

import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.SpanContext;

/** Headers that tell the caller which span its request had. */
enum ResponseHeader {

	/** The header that W3C Trace Context drafts for this purpose. */
	TRACERESPONSE("traceresponse", ""),

	/** The one that the script of a page can read of the page's own request. */
	SERVER_TIMING("Server-Timing", "traceparent;desc=");

	private final String header;

	private final String prefix;

	ResponseHeader(String header, String prefix) {
		this.header = header;
		this.prefix = prefix;
	}

	void write(SpanContext span, BiConsumer<String, String> headers) {
		String value = "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
		headers.accept(this.header, this.prefix.isEmpty() ? value : this.prefix + '"' + value + '"');
	}

}
