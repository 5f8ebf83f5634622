package io.github.tracingboot.web;

import java.net.http.HttpResponse;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** Which requests have a span, and in which trace. */
@ServerTest
class ServerRulesIT {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	private static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant");

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	@Autowired
	private UntracedClient client;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator", "/health", "/livez", "/missing.css", "/img/logo.png",
			"/webjars/a/b", "/internal/span;v=1" })
	void excludedPathHasNoSpanAndNothingInItHas(String path) throws Exception {
		this.client.send(path);
	}

	@Test
	void excludedRequestIsInTheTraceOfItsCaller() throws Exception {
		this.client.send("/internal/span", (request) -> request.header("traceparent", TRACEPARENT));
		SpanData inner = spans.take("inner");
		assertThat(inner.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(inner.getParentSpanId()).isEqualTo("b7ad6b7169203331");
	}

	@Test
	void errorDispatchOfAnExcludedRequestIsExcludedToo() throws Exception {
		assertThat(this.client.send("/internal/thrown").statusCode()).isEqualTo(500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing-here", "/static-but-missing" })
	void whatOnlyTheHandlerForStaticResourcesTakesHasNoRoute(String path) throws Exception {
		assertThat(this.client.send(path).statusCode()).isEqualTo(404);
		SpanData span = spans.take("GET");
		assertThat(span.getAttributes().get(HttpAttributes.ROUTE)).isNull();
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(404);
	}

	@Test
	void requestOverTheEdgeStartsATraceThatLinksToTheOneItCameWith() throws Exception {
		this.client.send("/public/42",
				(request) -> request.header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take("GET /public/{id}");
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
		assertThat(span.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE_ID));
		assertThat(span.getAttributes().get(TENANT)).isEqualTo("ours");
	}

	@Test
	void requestOverTheEdgeWithoutContextHasNoLink() throws Exception {
		this.client.send("/public/42");
		assertThat(spans.take("GET /public/{id}").getLinks()).isEmpty();
	}

	@Test
	void otherRequestsKeepTraceAndBaggage() throws Exception {
		this.client.send("/orders/42",
				(request) -> request.header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take("GET /orders/{id}");
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getAttributes().get(TENANT)).isEqualTo("theirs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders/42", "/thrown", "/deferred", "/send-error/404" })
	void answerTellsTheIdsOfTheSpanOnce(String path) throws Exception {
		HttpResponse<String> response = this.client.send(path);
		SpanData span = spans.take("of the server", (candidate) -> !candidate.getName().equals("late"));
		String ids = "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
				+ span.getSpanContext().getTraceFlags().asHex();
		assertThat(response.headers().map()).containsEntry("traceresponse", List.of(ids))
			.containsEntry("server-timing", List.of("traceparent;desc=\"" + ids + "\""));
		if (path.equals("/deferred")) {
			spans.take("late");
		}
	}

}
