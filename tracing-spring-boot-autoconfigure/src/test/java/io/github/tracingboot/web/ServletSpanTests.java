package io.github.tracingboot.web;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.AsyncEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ServletSpanTests {

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private static final Cleaner CLEANER = Cleaner.create();

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/events");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private ServletSpan span = ServletSpan.start(this.request, this.response, "/events",
			TestTracing.server(this.spans));

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
	void aRequestThatCannotBeDescribedIsAnsweredWithoutASpan() throws Exception {
		MockHttpServletRequest odd = new MockHttpServletRequest("GET", "/odd") {

			@Override
			public String getProtocol() {
				throw new UnsupportedOperationException("no protocol");
			}

		};
		MockFilterChain chain = new MockFilterChain();
		new ServletTracingFilter(TestTracing.server(this.spans)).doFilter(odd, this.response, chain);
		assertThat(chain.getRequest()).isSameAs(odd);
		this.span.end();
		this.spans.take("GET");
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

	// Tomcat forgets a request without telling any listener.
	@Test
	void asynchronousRequestThatTheContainerDropsEndsItsSpan() throws InterruptedException {
		this.span.end();
		this.spans.take("GET");
		CountDownLatch ended = new CountDownLatch(1);
		startAndDrop(ended);
		for (int i = 0; i < 1000 && ended.getCount() > 0; i++) {
			System.gc();
			ended.await(10, TimeUnit.MILLISECONDS);
		}
		SpanData dropped = this.spans.take("GET");
		assertThat(dropped.getAttributes().get(ERROR_TYPE)).isEqualTo("client_disconnected");
		assertThat(dropped.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
	}

	private void startAndDrop(CountDownLatch ended) {
		MockHttpServletRequest lost = new MockHttpServletRequest("GET", "/lost");
		lost.setAsyncSupported(true);
		lost.startAsync();
		ServletSpan.start(lost, new MockHttpServletResponse(), "/lost", TestTracing.server(this.spans))
			.endAsynchronously(lost, CLEANER);
		CLEANER.register(lost, ended::countDown);
	}

	@Test
	void spanThatHasEndedIsNotEndedAgainWhenItsRequestIsGone() {
		this.request.setAsyncSupported(true);
		this.request.startAsync();
		this.span.endAsynchronously(this.request, CLEANER);
		this.span.end();
		assertThat(this.spans.take("GET").getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200);
	}

	@Test
	void methodIsKnownWhereTheUserSaysSo() {
		this.span.end();
		this.spans.take("GET");
		ServletSpan
			.start(new MockHttpServletRequest("PURGE", "/cache"), this.response, "/cache",
					TestTracing.server(this.spans, "tracing.web.known-methods=GET,PURGE"))
			.end();
		assertThat(this.spans.take("PURGE").getAttributes().get(HttpAttributes.REQUEST_METHOD)).isEqualTo("PURGE");
	}

	@Test
	void queryIsRecordedWhereTheUserAsksForIt() {
		this.span.end();
		assertThat(this.spans.take("GET").getAttributes().get(HttpAttributes.URL_QUERY)).isNull();
		this.request.setQueryString("page=2");
		ServletSpan
			.start(this.request, this.response, "/events", TestTracing.server(this.spans, "tracing.web.query=true"))
			.end();
		assertThat(this.spans.take("GET").getAttributes().get(HttpAttributes.URL_QUERY)).isEqualTo("page=2");
	}

	@Test
	void requestKnowsItsSpan() {
		assertThat(ServletSpan.of(this.request)).isSameAs(this.span);
		assertThat(ServletSpan.of(new MockHttpServletRequest())).isNull();
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
