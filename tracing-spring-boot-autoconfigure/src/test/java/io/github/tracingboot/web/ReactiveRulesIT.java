package io.github.tracingboot.web;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** Which requests have a span, and in which trace. */
@ReactiveServerTest
class ReactiveRulesIT {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	@RegisterExtension
	static final SpanRecorder spans = ReactiveApplication.SPANS;

	@Autowired
	private UntracedClient client;

	@Test
	void continuesTheTraceOfTheCallerWithItsBaggage() throws Exception {
		this.client.send("/orders/42",
				(request) -> request.header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("tenant"))).isEqualTo("theirs");
	}

	@Test
	void twoTraceparentsAreANewTrace() throws Exception {
		this.client.send("/orders/42",
				(request) -> request.header("traceparent", TRACEPARENT).header("traceparent", TRACEPARENT));
		assertThat(spans.take(SpanKind.SERVER).getParentSpanId()).isEqualTo(SpanId.getInvalid());
	}

	@Test
	void requestOverTheEdgeStartsATraceThatLinksToTheOneItCameWith() throws Exception {
		this.client.send("/public/42",
				(request) -> request.header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take("GET /shop/public/{id}");
		assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
		assertThat(span.getLinks()).hasSize(1);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("tenant"))).isEqualTo("ours");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/internal/span", "/missing.css" })
	void excludedPathHasNoSpan(String path) throws Exception {
		this.client.send(path);
	}

	@Test
	void excludedRequestIsInTheTraceOfItsCaller() throws Exception {
		this.client.send("/internal/span", (request) -> request.header("traceparent", TRACEPARENT));
		assertThat(spans.take("inner").getTraceId()).isEqualTo(TRACE_ID);
	}

}
