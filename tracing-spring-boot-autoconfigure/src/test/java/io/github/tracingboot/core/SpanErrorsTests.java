package io.github.tracingboot.core;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

class SpanErrorsTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final Exception error = new IllegalStateException("broken");

	@Test
	void aFailureIsStatusTypeAndEvent() {
		Span span = start("failed", Context.root());
		SpanErrors.record(span, this.error);
		span.end();
		SpanData failed = spans.take("failed");
		assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(failed.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(failed.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
	}

	@Test
	void anExceptionOnItsWayUpIsRecordedWhereItWasThrown() {
		Span top = start("top", Context.root());
		Span middle = start("middle", Context.root().with(top));
		Span bottom = start("bottom", Context.root().with(middle));
		fail(bottom, this.error);
		fail(middle, this.error);
		fail(top, this.error);
		assertRecorded("bottom", 1);
		assertRecorded("middle", 0);
		assertRecorded("top", 0);
	}

	@Test
	void whatASpanThatHasEndedCannotRecordIsRecordedFurtherUp() {
		Span top = start("top", Context.root());
		Span ended = start("ended", Context.root().with(top));
		ended.end();
		SpanErrors.record(ended, this.error);
		fail(top, this.error);
		assertThat(spans.take("ended").getEvents()).isEmpty();
		assertRecorded("top", 1);
	}

	/** As the java agent's are. */
	@Test
	void aSpanOfAnotherSdkRecordsToo() {
		Span span = start("theirs", Context.root());
		Span theirs = (Span) Proxy.newProxyInstance(Span.class.getClassLoader(), new Class<?>[] { Span.class },
				(proxy, method, arguments) -> method.invoke(span, arguments));
		SpanErrors.record(theirs, this.error);
		span.end();
		assertThat(spans.take("theirs").getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("exception"));
	}

	@Test
	void aWrapperIsAnotherException() {
		Span top = start("top", Context.root());
		Span bottom = start("bottom", Context.root().with(top));
		fail(bottom, this.error);
		fail(top, new IllegalArgumentException(this.error));
		assertRecorded("bottom", 1);
		assertRecorded("top", 1);
	}

	@Test
	void anExceptionThatIsThrownAgainInAnotherBranchIsRecordedThere() {
		Span top = start("top", Context.root());
		fail(start("first", Context.root().with(top)), this.error);
		fail(start("second", Context.root().with(top)), this.error);
		fail(top, this.error);
		assertRecorded("first", 1);
		assertRecorded("second", 1);
		assertRecorded("top", 0);
	}

	@Test
	void anExceptionThatIsThrownAgainInAnotherTraceIsRecordedThere() {
		fail(start("first", Context.root()), this.error);
		fail(start("second", Context.root()), this.error);
		assertRecorded("first", 1);
		assertRecorded("second", 1);
	}

	@Test
	void anExceptionThatCrossesAnotherProcessIsRecordedOnBothSides() {
		Span client = start("client", Context.root());
		SpanContext remote = SpanContext.createFromRemoteParent(client.getSpanContext().getTraceId(),
				client.getSpanContext().getSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
		fail(start("server", Context.root().with(Span.wrap(remote))), this.error);
		fail(client, this.error);
		assertRecorded("server", 1);
		assertRecorded("client", 1);
	}

	@Test
	void theExceptionIsRecordedInAsMuchDetailAsWanted() {
		assertThat(recordedWith(SpanErrors.Detail.FULL)).containsOnlyKeys("exception.type", "exception.message",
				"exception.stacktrace");
		assertThat(recordedWith(SpanErrors.Detail.TYPE_AND_MESSAGE)).containsOnly(
				Map.entry("exception.type", "java.lang.IllegalStateException"),
				Map.entry("exception.message", "broken"));
		assertThat(recordedWith(SpanErrors.Detail.TYPE))
			.containsOnly(Map.entry("exception.type", "java.lang.IllegalStateException"));
	}

	private Map<String, Object> recordedWith(SpanErrors.Detail detail) {
		Span span = start("failed", Context.root());
		SpanErrors.record(span, this.error, detail);
		span.end();
		Map<String, Object> event = new HashMap<>();
		spans.take("failed").getEvents().get(0).getAttributes().forEach((key, value) -> event.put(key.getKey(), value));
		return event;
	}

	@Test
	void anExceptionThatCannotTellItsMessageIsStillAFailure() {
		fail(start("failed", Context.root()), new SpeechlessException());
		assertThat(spans.take("failed").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	private Span start(String name, Context parent) {
		return this.tracer.spanBuilder(name).setParent(parent).startSpan();
	}

	private static void fail(Span span, Throwable error) {
		SpanErrors.record(span, error);
		span.end();
	}

	private static void assertRecorded(String name, int events) {
		SpanData span = spans.take(name);
		assertThat(span.getEvents()).hasSize(events);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	private static final class SpeechlessException extends RuntimeException {

		private static final long serialVersionUID = 1;

		@Override
		public String getMessage() {
			throw new UnsupportedOperationException();
		}

	}

}
