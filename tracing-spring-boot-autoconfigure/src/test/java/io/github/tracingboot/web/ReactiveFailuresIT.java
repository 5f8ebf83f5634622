package io.github.tracingboot.web;

import java.net.Socket;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** What a span tells of a request that fails, or whose client does not wait. */
@ReactiveServerTest
class ReactiveFailuresIT {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	@RegisterExtension
	static final SpanRecorder spans = ReactiveApplication.SPANS;

	@Autowired
	private UntracedClient client;

	@Test
	void whatAnAnnotatedHandlerExpectsIsNotRecorded() throws Exception {
		assertThat(this.client.send("/expected").statusCode()).isEqualTo(500);
		SpanData span = spans.take("GET /shop/expected");
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("500");
		assertThat(span.getEvents()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/thrown", "/thrown-later" })
	void exceptionIsRecordedOnce(String path) throws Exception {
		assertThat(this.client.send(path).statusCode()).isEqualTo(500);
		SpanData span = spans.take("GET /shop" + path);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(500);
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void resolvedExceptionIsAnErrorByItsStatus() throws Exception {
		assertThat(this.client.send("/resolved").statusCode()).isEqualTo(503);
		SpanData span = spans.take("GET /shop/resolved");
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("503");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/refused", "/nothing-here" })
	void clientErrorIsNoError(String path) throws Exception {
		int status = this.client.send(path).statusCode();
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(status).isBetween(400, 499);
		assertThat(span.getName()).isEqualTo(status == 404 ? "GET" : "GET /shop/refused");
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(status);
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void clientThatHangsUpEndsTheSpan() throws Exception {
		try (Socket socket = this.client.connect("GET /shop/endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
			socket.getInputStream().read();
		}
		SpanData span = spans.take("GET /shop/endless");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ERROR_TYPE)).isNotNull();
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200);
	}

	@Test
	void clientThatDoesNotWaitForTheAnswerHasNone() throws Exception {
		try (Socket socket = this.client.connect("GET /shop/never HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
			spans.take("inner");
		}
		SpanData span = spans.take("GET /shop/never");
		assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("client_disconnected");
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
	}

}
