package io.github.tracingboot.web;

import java.net.http.HttpRequest;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@ServerTest
class ServerTracingIT {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	@Autowired
	private UntracedClient client;

	@Autowired
	private ServerApplication.InnerFilter filter;

	@Test
	void requestIsOneSpanNamedByItsRoute() throws Exception {
		this.client.send("/orders/42?token=secret", (request) -> request.header("User-Agent", "tester"));
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
			.containsEntry(HttpAttributes.SERVER_PORT, (long) this.client.port())
			.containsEntry(HttpAttributes.CLIENT_ADDRESS, "127.0.0.1")
			.containsEntry(HttpAttributes.NETWORK_PROTOCOL_VERSION, "1.1")
			.containsEntry(HttpAttributes.USER_AGENT_ORIGINAL, "tester")
			.hasSize(10);
	}

	@Test
	void spanHasItsNameBeforeTheHandlerRuns() throws Exception {
		assertThat(this.client.send("/span-name").body()).contains("name=GET /span-name,");
		spans.take("GET /span-name");
	}

	@Test
	void functionalRouteNamesTheSpanToo() throws Exception {
		this.client.send("/functional/42");
		assertThat(spans.take("GET /functional/{id}").getAttributes().get(HttpAttributes.ROUTE))
			.isEqualTo("/functional/{id}");
	}

	@Test
	void handlerMayClaimTheSpan() throws Exception {
		assertThat(this.client.send("/claimed").body()).isEqualTo("true");
		spans.take("GET /claimed");
	}

	@Test
	void nameGivenByTheHandlerStays() throws Exception {
		this.client.send("/renamed");
		assertThat(spans.take("handler").getAttributes().get(HttpAttributes.ROUTE)).isEqualTo("/renamed");
	}

	@Test
	void nameGivenByAnEarlierFilterStays() throws Exception {
		this.client.send("/renamed-by-filter");
		assertThat(spans.take("filter").getAttributes().get(HttpAttributes.ROUTE)).isEqualTo("/renamed-by-filter");
	}

	@Test
	void forwardIsNoSecondSpanAndKeepsTheRoute() throws Exception {
		assertThat(this.client.send("/forward/7").body()).isEqualTo("7");
		assertThat(spans.take("GET /forward/{id}").getAttributes().get(HttpAttributes.ROUTE))
			.isEqualTo("/forward/{id}");
	}

	@Test
	void continuesTheTraceOfTheCaller() throws Exception {
		this.client.send("/orders/42",
				(request) -> request.header("traceparent", TRACEPARENT)
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
		assertThat(this.client.send("/orders/42", (request) -> request.header("traceparent", traceparent)).statusCode())
			.isEqualTo(200);
		assertThat(spans.take(SpanKind.SERVER).getParentSpanId()).isEqualTo(SpanId.getInvalid());
	}

	@Test
	void twoTraceparentsAreANewTrace() throws Exception {
		this.client.send("/orders/42",
				(request) -> request.header("traceparent", TRACEPARENT).header("traceparent", TRACEPARENT));
		assertThat(spans.take(SpanKind.SERVER).getParentSpanId()).isEqualTo(SpanId.getInvalid());
	}

	@Test
	void inventedMethodIsOther() throws Exception {
		this.client.send("/orders/42", (request) -> request.method("BREW", HttpRequest.BodyPublishers.noBody()));
		assertThat(spans.take("HTTP").getAttributes().asMap()).containsEntry(HttpAttributes.REQUEST_METHOD, "_OTHER")
			.containsEntry(HttpAttributes.REQUEST_METHOD_ORIGINAL, "BREW")
			.containsEntry(HttpAttributes.RESPONSE_STATUS_CODE, 405L);
	}

	@Test
	void sessionIdInThePathIsNotRecorded() throws Exception {
		this.client.send("/orders/42;jsessionid=secret");
		assertThat(spans.take("GET /orders/{id}").getAttributes().get(HttpAttributes.URL_PATH)).isEqualTo("/orders/42");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/deferred", "/future", "/callable", "/events", "/twice" })
	void asynchronousRequestIsOneSpanUntilItsAnswer(String path) throws Exception {
		assertThat(this.client.send(path).statusCode()).isEqualTo(200);
		SpanData late = spans.take("late");
		SpanData span = spans.take("GET " + path);
		assertThat(late.getParentSpanId()).isEqualTo(span.getSpanId());
		assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(late.getEndEpochNanos());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200);
	}

	@Test
	void spanIsCurrentInTheAsynchronousDispatch() throws Exception {
		this.client.send("/deferred");
		spans.take("late");
		assertThat(this.filter.spanIds).containsEntry(DispatcherType.ASYNC, spans.take("GET /deferred").getSpanId());
	}

}
