package io.github.tracingboot.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@ServerTest
class ServerTracingIT {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	private final HttpClient client = HttpClient.newHttpClient();

	@Value("${local.server.port}")
	private int port;

	@Autowired
	private ServerApplication.InnerFilter filter;

	@Test
	void requestIsOneSpanNamedByItsRoute() throws Exception {
		send(request("/orders/42?token=secret").header("User-Agent", "tester"));
		SpanData span = spans.take("GET /orders/{id}");
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().asMap()).containsEntry(HttpAttributes.REQUEST_METHOD, "GET")
			.containsEntry(HttpAttributes.ROUTE, "/orders/{id}")
			.containsEntry(HttpAttributes.URL_SCHEME, "http")
			.containsEntry(HttpAttributes.URL_PATH, "/orders/42")
			.containsEntry(HttpAttributes.RESPONSE_STATUS_CODE, 200L)
			.containsEntry(HttpAttributes.SERVER_ADDRESS, "localhost")
			.containsEntry(HttpAttributes.SERVER_PORT, (long) this.port)
			.containsEntry(HttpAttributes.CLIENT_ADDRESS, "127.0.0.1")
			.containsEntry(HttpAttributes.NETWORK_PROTOCOL_VERSION, "1.1")
			.containsEntry(HttpAttributes.USER_AGENT_ORIGINAL, "tester")
			.hasSize(10);
	}

	@Test
	void spanHasItsNameBeforeTheHandlerRuns() throws Exception {
		assertThat(send(request("/span-name")).body()).contains("name=GET /span-name,");
		spans.take("GET /span-name");
	}

	@Test
	void functionalRouteNamesTheSpanToo() throws Exception {
		send(request("/functional/42"));
		assertThat(spans.take("GET /functional/{id}").getAttributes().get(HttpAttributes.ROUTE))
			.isEqualTo("/functional/{id}");
	}

	@Test
	void handlerMayClaimTheSpan() throws Exception {
		assertThat(send(request("/claimed")).body()).isEqualTo("true");
		spans.take("GET /claimed");
	}

	@Test
	void nameGivenByTheHandlerStays() throws Exception {
		send(request("/renamed"));
		assertThat(spans.take("handler").getAttributes().get(HttpAttributes.ROUTE)).isEqualTo("/renamed");
	}

	@Test
	void nameGivenByAnEarlierFilterStays() throws Exception {
		send(request("/renamed-by-filter"));
		assertThat(spans.take("filter").getAttributes().get(HttpAttributes.ROUTE)).isEqualTo("/renamed-by-filter");
	}

	@Test
	void forwardIsNoSecondSpanAndKeepsTheRoute() throws Exception {
		assertThat(send(request("/forward/7")).body()).isEqualTo("7");
		assertThat(spans.take("GET /forward/{id}").getAttributes().get(HttpAttributes.ROUTE))
			.isEqualTo("/forward/{id}");
	}

	@Test
	void continuesTheTraceOfTheCaller() throws Exception {
		send(request("/orders/42").header("traceparent", TRACEPARENT)
			.header("tracestate", "one=1")
			.header("tracestate", "two=2"));
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getParentSpanId()).isEqualTo(SPAN_ID);
		assertThat(span.getSpanContext().getTraceState().asMap()).containsEntry("one", "1").containsEntry("two", "2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
			"00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
			"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
			"00-ZZf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" })
	void malformedTraceparentIsANewTrace(String traceparent) throws Exception {
		assertThat(send(request("/orders/42").header("traceparent", traceparent)).statusCode()).isEqualTo(200);
		assertThat(spans.take(SpanKind.SERVER).getParentSpanId()).isEqualTo(SpanId.getInvalid());
	}

	@Test
	void twoTraceparentsAreANewTrace() throws Exception {
		send(request("/orders/42").header("traceparent", TRACEPARENT).header("traceparent", TRACEPARENT));
		assertThat(spans.take(SpanKind.SERVER).getParentSpanId()).isEqualTo(SpanId.getInvalid());
	}

	@Test
	void inventedMethodIsOther() throws Exception {
		send(request("/orders/42").method("BREW", HttpRequest.BodyPublishers.noBody()));
		assertThat(spans.take("HTTP").getAttributes().asMap()).containsEntry(HttpAttributes.REQUEST_METHOD, "_OTHER")
			.containsEntry(HttpAttributes.REQUEST_METHOD_ORIGINAL, "BREW")
			.containsEntry(HttpAttributes.RESPONSE_STATUS_CODE, 405L);
	}

	@Test
	void sessionIdInThePathIsNotRecorded() throws Exception {
		send(request("/orders/42;jsessionid=secret"));
		assertThat(spans.take("GET /orders/{id}").getAttributes().get(HttpAttributes.URL_PATH)).isEqualTo("/orders/42");
	}

	@Test
	void exceptionIsRecordedOnceAndItsErrorDispatchIsNoSpan() throws Exception {
		assertThat(send(request("/thrown")).statusCode()).isEqualTo(500);
		SpanData span = spans.take("GET /thrown");
		assertThatFailed(span, 500, IllegalStateException.class);
		assertThat(this.filter.spanIds).containsEntry(DispatcherType.ERROR, span.getSpanId());
	}

	@Test
	void resolvedExceptionIsRecordedIfTheServerIsToBlame() throws Exception {
		assertThat(send(request("/resolved/503")).body()).isEqualTo("unavailable");
		assertThatFailed(spans.take("GET /resolved/{status}"), 503, Handlers.UnavailableException.class);
	}

	@Test
	void exceptionResolvedToAViewIsRecordedToo() throws Exception {
		assertThat(send(request("/resolved-by-view")).body()).isEqualTo("view");
		assertThatFailed(spans.take("GET /resolved-by-view"), 503, IllegalCallerException.class);
	}

	// DisconnectedClientHelper takes it for a client that has gone away.
	@Test
	void clientThatIsGoneIsAnErrorWhateverTheStatus() throws Exception {
		send(request("/gone"));
		SpanData span = spans.take("GET /gone");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("java.io.EOFException");
	}

	@Test
	void exceptionAfterTheAnswerHasBegunDoesNotChangeItsStatus() {
		assertThatIOException().isThrownBy(() -> send(request("/broken-off")));
		assertThatFailed(spans.take("GET /broken-off"), 200, IllegalStateException.class);
	}

	@Test
	void errorDispatchOfARequestWithoutSpanIsNoSpan() throws Exception {
		assertThat(send(request("/orders/42").header("X-Reject", "")).statusCode()).isEqualTo(401);
	}

	@Test
	void resolvedExceptionIsNotRecordedIfTheClientIsToBlame() throws Exception {
		assertThat(send(request("/resolved/400")).body()).isEqualTo("bad");
		SpanData span = spans.take("GET /resolved/{status}");
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(400);
		assertThat(span.getEvents()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/answered/502", "/send-error/502" })
	void serverErrorWithoutExceptionIsAnError(String path) throws Exception {
		send(request(path));
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(502);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("502");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/answered/404", "/send-error/404" })
	void clientErrorIsNoError(String path) throws Exception {
		send(request(path));
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/deferred", "/future", "/callable", "/events", "/twice" })
	void asynchronousRequestIsOneSpanUntilItsAnswer(String path) throws Exception {
		assertThat(send(request(path)).statusCode()).isEqualTo(200);
		SpanData late = spans.take("late");
		SpanData span = spans.take("GET " + path);
		assertThat(late.getParentSpanId()).isEqualTo(span.getSpanId());
		assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(late.getEndEpochNanos());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200);
	}

	@Test
	void spanIsCurrentInTheAsynchronousDispatch() throws Exception {
		send(request("/deferred"));
		spans.take("late");
		assertThat(this.filter.spanIds).containsEntry(DispatcherType.ASYNC, spans.take("GET /deferred").getSpanId());
	}

	@Test
	void asynchronousExceptionIsRecordedOnce() throws Exception {
		assertThat(send(request("/deferred-error")).statusCode()).isEqualTo(500);
		spans.take("late");
		assertThatFailed(spans.take("GET /deferred-error"), 500, IllegalStateException.class);
	}

	@Test
	void timeoutEndsTheSpan() throws Exception {
		assertThat(send(request("/timeout")).statusCode()).isEqualTo(503);
		SpanData span = spans.take("GET /timeout");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(503);
	}

	@Test
	void errorDispatchIsNoRoute() throws Exception {
		assertThat(send(request("/never-answered")).statusCode()).isEqualTo(500);
		SpanData span = spans.take("GET");
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(500);
		assertThat(span.getAttributes().get(HttpAttributes.ROUTE)).isNull();
	}

	private static void assertThatFailed(SpanData span, int status, Class<?> exception) {
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(status);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo(exception.getName());
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.type")))
				.isEqualTo(exception.getCanonicalName()));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.version(HttpClient.Version.HTTP_1_1).build(),
				HttpResponse.BodyHandlers.ofString());
	}

}
