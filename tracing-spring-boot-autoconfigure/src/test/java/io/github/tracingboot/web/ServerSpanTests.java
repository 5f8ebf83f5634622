package io.github.tracingboot.web;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.AsyncEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ServerSpanTests {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/events");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ServerSpan span = ServerSpan.start(this.request, this.response, Context.root(),
			SdkTracerProvider.builder().addSpanProcessor(this.spans).build().get("test"));

	// The server reports a client that has gone away on no dispatch of the application.
	@Test
	void failureThatOnlyTheServerSeesIsRecorded() {
		this.response.setCommitted(true);
		this.span.onError(new AsyncEvent(new MockAsyncContext(this.request, this.response), new IOException("gone")));
		this.span.onComplete(new AsyncEvent(new MockAsyncContext(this.request, this.response)));
		SpanData ended = this.spans.take("GET");
		assertThat(ended.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ended.getAttributes().get(ERROR_TYPE)).isEqualTo("java.io.IOException");
		assertThat(ended.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200);
		assertThat(ended.getEvents()).hasSize(1);
	}

	@Test
	void exceptionThatTheHandlerExpectsIsNotRecordedWhateverBecomesOfIt() {
		expect(new IOException("expected"), this.span::failed);
		this.span.end();
		assertThatStatusAloneIsRecorded(this.spans.take("GET"), 500);
	}

	@Test
	void exceptionThatTheHandlerExpectsIsNotRecordedWhenItIsResolved() {
		expect(new IOException("expected"), this.span::resolving);
		this.response.setStatus(503);
		this.span.end();
		assertThatStatusAloneIsRecorded(this.spans.take("GET"), 503);
	}

	@Test
	void requestKnowsItsSpan() {
		assertThat(ServerSpan.of(this.request)).isSameAs(this.span);
		assertThat(ServerSpan.of(new MockHttpServletRequest())).isNull();
		this.span.end();
		this.spans.take("GET");
	}

	private void expect(Throwable thrown, Consumer<Throwable> watcher) {
		Objects.requireNonNull(HandlerSpan.claim(this.span.context(), SpanKind.SERVER)).expect(thrown);
		watcher.accept(thrown);
	}

	private static void assertThatStatusAloneIsRecorded(SpanData ended, int status) {
		assertThat(ended.getEvents()).isEmpty();
		assertThat(ended.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ended.getAttributes().get(ERROR_TYPE)).isEqualTo(String.valueOf(status));
		assertThat(ended.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(status);
	}

}
