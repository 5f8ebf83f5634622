package io.github.tracingboot.web;

import io.opentelemetry.api.common.AttributeKey;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** What a span tells of a request that fails. */
@ServerTest
class ServerFailuresIT {

	@RegisterExtension
	static final SpanRecorder spans = ServerApplication.SPANS;

	@Autowired
	private UntracedClient client;

	@Autowired
	private ServerApplication.InnerFilter filter;

	@Test
	void exceptionIsRecordedOnceAndItsErrorDispatchIsNoSpan() throws Exception {
		assertThat(this.client.send("/thrown").statusCode()).isEqualTo(500);
		SpanData span = spans.take("GET /thrown");
		assertThatFailed(span, 500, IllegalStateException.class);
		assertThat(this.filter.spanIds).containsEntry(DispatcherType.ERROR, span.getSpanId());
	}

	@Test
	void resolvedExceptionIsRecordedIfTheServerIsToBlame() throws Exception {
		assertThat(this.client.send("/resolved/503").body()).isEqualTo("unavailable");
		assertThatFailed(spans.take("GET /resolved/{status}"), 503, Handlers.UnavailableException.class);
	}

	@Test
	void exceptionResolvedToAViewIsRecordedToo() throws Exception {
		assertThat(this.client.send("/resolved-by-view").body()).isEqualTo("view");
		assertThatFailed(spans.take("GET /resolved-by-view"), 503, IllegalCallerException.class);
	}

	// DisconnectedClientHelper takes it for a client that has gone away.
	@Test
	void clientThatIsGoneIsAnErrorWhateverTheStatus() throws Exception {
		this.client.send("/gone");
		SpanData span = spans.take("GET /gone");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("java.io.EOFException");
	}

	@Test
	void exceptionAfterTheAnswerHasBegunDoesNotChangeItsStatus() {
		assertThatIOException().isThrownBy(() -> this.client.send("/broken-off"));
		assertThatFailed(spans.take("GET /broken-off"), 200, IllegalStateException.class);
	}

	@Test
	void errorDispatchOfARequestWithoutSpanIsNoSpan() throws Exception {
		assertThat(this.client.send("/orders/42", (request) -> request.header("X-Reject", "")).statusCode())
			.isEqualTo(401);
	}

	@Test
	void resolvedExceptionIsNotRecordedIfTheClientIsToBlame() throws Exception {
		assertThat(this.client.send("/resolved/400").body()).isEqualTo("bad");
		SpanData span = spans.take("GET /resolved/{status}");
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(400);
		assertThat(span.getEvents()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/answered/502", "/send-error/502" })
	void serverErrorWithoutExceptionIsAnError(String path) throws Exception {
		this.client.send(path);
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(502);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("502");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/answered/404", "/send-error/404" })
	void clientErrorIsNoError(String path) throws Exception {
		this.client.send(path);
		SpanData span = spans.take(SpanKind.SERVER);
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(404);
	}

	@Test
	void asynchronousExceptionIsRecordedOnce() throws Exception {
		assertThat(this.client.send("/deferred-error").statusCode()).isEqualTo(500);
		spans.take("late");
		assertThatFailed(spans.take("GET /deferred-error"), 500, IllegalStateException.class);
	}

	@Test
	void timeoutEndsTheSpan() throws Exception {
		assertThat(this.client.send("/timeout").statusCode()).isEqualTo(503);
		SpanData span = spans.take("GET /timeout");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(503);
	}

	@Test
	void errorDispatchIsNoRoute() throws Exception {
		assertThat(this.client.send("/never-answered").statusCode()).isEqualTo(500);
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

}
