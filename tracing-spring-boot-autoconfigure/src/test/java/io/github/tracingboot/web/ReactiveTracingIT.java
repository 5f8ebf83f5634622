package io.github.tracingboot.web;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** What a span tells of a request, and what runs in it. */
@ReactiveServerTest
class ReactiveTracingIT {

	@RegisterExtension
	static final SpanRecorder spans = ReactiveApplication.SPANS;

	@Autowired
	private UntracedClient client;

	@Test
	void requestIsOneSpanNamedByItsRoute() throws Exception {
		HttpResponse<String> response = this.client.send("/orders/42;v=1?page=2",
				(request) -> request.header("User-Agent", "tester"));
		SpanData span = spans.take("GET /shop/orders/{id}");
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().asMap()).containsEntry(HttpAttributes.REQUEST_METHOD, "GET")
			.containsEntry(HttpAttributes.ROUTE, "/shop/orders/{id}")
			.containsEntry(HttpAttributes.URL_SCHEME, "http")
			.containsEntry(HttpAttributes.URL_PATH, "/shop/orders/42")
			.containsEntry(HttpAttributes.URL_QUERY, "page=2")
			.containsEntry(HttpAttributes.RESPONSE_STATUS_CODE, 200L)
			.containsEntry(HttpAttributes.SERVER_ADDRESS, "localhost")
			.containsEntry(HttpAttributes.SERVER_PORT, (long) this.client.port())
			.containsEntry(HttpAttributes.CLIENT_ADDRESS, "127.0.0.1")
			.containsEntry(HttpAttributes.USER_AGENT_ORIGINAL, "tester")
			.hasSize(10);
		assertThat(response.headers().allValues("traceresponse")).containsExactly("00-" + span.getTraceId() + "-"
				+ span.getSpanId() + "-" + span.getSpanContext().getTraceFlags().asHex());
	}

	@Test
	void functionalRouteNamesTheSpanToo() throws Exception {
		this.client.send("/functional/42");
		spans.take("GET /shop/functional/{id}");
	}

	@Test
	void handlerOfABodyThatComesLaterRunsInTheSpan() throws Exception {
		String ids = sendSlowly();
		SpanData span = spans.take("POST /shop/body");
		SpanData inner = spans.take("inner");
		assertThat(ids).endsWith(span.getSpanId());
		assertThat(inner.getParentSpanId()).isEqualTo(span.getSpanId());
	}

	@Test
	void annotatedHandlerNamesTheSpanInsteadOfOpeningOne() throws Exception {
		this.client.send("/named", (request) -> request.POST(HttpRequest.BodyPublishers.ofString("text")));
		SpanData span = spans.take("place order");
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getAttributes().get(HttpAttributes.ROUTE)).isEqualTo("/shop/named");
		this.client.send("/plain");
		spans.take("GET /shop/plain");
	}

	@Test
	void streamIsOneSpanUntilItsLastElement() throws Exception {
		assertThat(this.client.send("/stream").body()).contains("0").contains("2");
		SpanData span = spans.take("GET /shop/stream");
		SpanData last = spans.take("last");
		assertThat(last.getParentSpanId()).isEqualTo(span.getSpanId());
		assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(last.getEndEpochNanos());
	}

	@Test
	void forwardedHeadersCountWhereTheApplicationTrustsThem() throws Exception {
		this.client.send("/orders/42",
				(request) -> request.header("X-Forwarded-Host", "shop.example.com")
					.header("X-Forwarded-Proto", "https")
					.header("X-Forwarded-For", "192.0.2.7"));
		assertThat(spans.take(SpanKind.SERVER).getAttributes().asMap())
			.containsEntry(HttpAttributes.SERVER_ADDRESS, "shop.example.com")
			.containsEntry(HttpAttributes.SERVER_PORT, 443L)
			.containsEntry(HttpAttributes.URL_SCHEME, "https")
			.containsEntry(HttpAttributes.CLIENT_ADDRESS, "192.0.2.7");
	}

	@Test
	void callOfAnotherServiceIsInTheTraceAndWhatFollowsIsToo() throws Exception {
		String inside = this.client.send("/call/" + this.client.port()).body();
		SpanData outer = spans.take("GET /shop/call/{port}");
		SpanData call = spans.take(SpanKind.CLIENT);
		SpanData called = spans.take("GET /shop/orders/{id}");
		assertThat(call.getParentSpanId()).isEqualTo(outer.getSpanId());
		assertThat(called.getParentSpanId()).isEqualTo(call.getSpanId());
		assertThat(inside).isEqualTo(outer.getSpanId());
	}

	/** So that the body is read by the connection's thread, after the headers. */
	private String sendSlowly() throws IOException {
		try (Socket socket = this.client
			.connect("POST /shop/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nConnection: close\r\n\r\n")) {
			socket.getOutputStream().write("bo".getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			socket.getOutputStream().write("dy".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

}
