package io.github.tracingboot.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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

import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** Which requests have a span, and in which trace. */
@ServerTest
class ServerRulesIT {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	private static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant");

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	private final HttpClient client = HttpClient.newHttpClient();

	@Value("${local.server.port}")
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator", "/health", "/livez", "/missing.css", "/img/logo.png",
			"/webjars/a/b", "/internal/span;v=1" })
	void excludedPathHasNoSpanAndNothingInItHas(String path) throws Exception {
		send(request(path));
	}

	@Test
	void excludedRequestIsInTheTraceOfItsCaller() throws Exception {
		send(request("/internal/span").header("traceparent", TRACEPARENT));
		SpanData inner = spans.take("inner");
		assertThat(inner.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(inner.getParentSpanId()).isEqualTo("b7ad6b7169203331");
	}

	@Test
	void errorDispatchOfAnExcludedRequestIsExcludedToo() throws Exception {
		assertThat(send(request("/internal/thrown")).statusCode()).isEqualTo(500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing-here", "/static-but-missing" })
	void whatOnlyTheHandlerForStaticResourcesTakesHasNoRoute(String path) throws Exception {
		assertThat(send(request(path)).statusCode()).isEqualTo(404);
		SpanData span = spans.take("GET");
		assertThat(span.getAttributes().get(HttpAttributes.ROUTE)).isNull();
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(404);
	}

	@Test
	void requestOverTheEdgeStartsATraceThatLinksToTheOneItCameWith() throws Exception {
		send(request("/public/42").header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take("GET /public/{id}");
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
		assertThat(span.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE_ID));
		assertThat(span.getAttributes().get(TENANT)).isEqualTo("ours");
	}

	@Test
	void requestOverTheEdgeWithoutContextHasNoLink() throws Exception {
		send(request("/public/42"));
		assertThat(spans.take("GET /public/{id}").getLinks()).isEmpty();
	}

	@Test
	void otherRequestsKeepTraceAndBaggage() throws Exception {
		send(request("/orders/42").header("traceparent", TRACEPARENT).header("baggage", "tenant=theirs"));
		SpanData span = spans.take("GET /orders/{id}");
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getAttributes().get(TENANT)).isEqualTo("theirs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders/42", "/thrown", "/deferred", "/send-error/404" })
	void answerTellsTheIdsOfTheSpanOnce(String path) throws Exception {
		HttpResponse<String> response = send(request(path));
		SpanData span = spans.take("of the server", (candidate) -> !candidate.getName().equals("late"));
		String ids = "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
				+ span.getSpanContext().getTraceFlags().asHex();
		assertThat(response.headers().map()).containsEntry("traceresponse", List.of(ids))
			.containsEntry("server-timing", List.of("traceparent;desc=\"" + ids + "\""));
		if (path.equals("/deferred")) {
			spans.take("late");
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.version(HttpClient.Version.HTTP_1_1).build(),
				HttpResponse.BodyHandlers.ofString());
	}

}
