package io.github.tracingboot.amqp;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Which trace a message is processed in. */
class ProcessInterceptorContextTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	@Test
	void theSpanContinuesTheTraceOfTheMessage() {
		Message message = TestContainer.message(Map.of("traceparent", TRACEPARENT));
		TestContainer.handle(this.tracing.amqp(), message,
				() -> assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE));
		SpanData span = this.spans.take("process events:order.created:orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getTraceId()).isEqualTo(TRACE);
		assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(span.getAttributes().asMap()).containsEntry(AmqpAttributes.SYSTEM, "rabbitmq")
			.containsEntry(AmqpAttributes.OPERATION_NAME, "process")
			.containsEntry(AmqpAttributes.OPERATION_TYPE, "process")
			.containsEntry(AmqpAttributes.DESTINATION_NAME, "events:order.created:orders")
			.containsEntry(AmqpAttributes.ROUTING_KEY, "order.created")
			.containsEntry(AmqpAttributes.DELIVERY_TAG, 9L)
			.containsEntry(AmqpAttributes.MESSAGE_ID, "m-1")
			.containsEntry(AmqpAttributes.CONVERSATION_ID, "c-1")
			.containsEntry(AmqpAttributes.REDELIVERED, true)
			.doesNotContainKeys(AmqpAttributes.QUEUE_TIME, AmqpAttributes.BATCH_MESSAGE_COUNT);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void whatTheThreadHasInheritedIsNoParent() {
		Span inherited = this.tracing.amqp().tracer().spanBuilder("inherited").startSpan();
		try (Scope scope = inherited.makeCurrent()) {
			assertThat(scope).isNotNull();
			for (Object data : List.of(TestContainer.message(Map.of()), List.of(TestContainer.message(Map.of())))) {
				TestContainer.handle(this.tracing.amqp(), data, () -> {
				});
				assertThat(this.spans.take(SpanKind.CONSUMER).getParentSpanContext().isValid()).isFalse();
			}
		}
		inherited.end();
		this.spans.take("inherited");
	}

	@Test
	void aSpanThatSomebodyHasOpenedForTheMessageIsTheOnlyOne() {
		Context origin = this.tracing.amqp().extract(Map.of("traceparent", TRACEPARENT));
		Span theirs = this.tracing.amqp()
			.tracer()
			.spanBuilder("orders process")
			.setSpanKind(SpanKind.CONSUMER)
			.setParent(origin)
			.startSpan();
		IllegalStateException failure = new IllegalStateException("no");
		try (Scope scope = theirs.makeCurrent()) {
			assertThat(scope).isNotNull();
			assertThatException().isThrownBy(() -> TestContainer.handle(this.tracing.amqp(),
					TestContainer.message(Map.of("traceparent", TRACEPARENT)), () -> {
						assertThat(Span.current()).isSameAs(theirs);
						Objects.requireNonNull(HandlerSpan.claim(Context.current(), SpanKind.CONSUMER))
							.updateName("place_order");
						throw failure;
					}))
				.isSameAs(failure);
		}
		theirs.end();
		assertThat(this.spans.take("place_order").getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void aSpanOfAnotherMessageIsNotTheMessagesOwn() {
		Span other = this.tracing.amqp()
			.tracer()
			.spanBuilder("other")
			.setSpanKind(SpanKind.CONSUMER)
			.setParent(this.tracing.amqp().extract(Map.of("traceparent", TRACEPARENT)))
			.startSpan();
		try (Scope scope = other.makeCurrent()) {
			assertThat(scope).isNotNull();
			TestContainer.handle(this.tracing.amqp(), TestContainer.message(Map.of()), () -> {
			});
		}
		other.end();
		this.spans.take("other");
		assertThat(this.spans.take(SpanKind.CONSUMER).getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void aMalformedContextStartsATrace() {
		TestContainer.handle(this.tracing.amqp(),
				TestContainer.message(Map.of("traceparent", "00-rubbish", "baggage", "=;,")), () -> {
				});
		assertThat(this.spans.take(SpanKind.CONSUMER).getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void baggageArrives() {
		TestContainer.handle(this.tracing.amqp(),
				TestContainer.message(Map.of("traceparent", TRACEPARENT, "baggage", "job=7")),
				() -> assertThat(Baggage.current().getEntryValue("job")).isEqualTo("7"));
		this.spans.take(SpanKind.CONSUMER);
	}

	@Test
	void theContextIsCurrentEvenWhenNotSampled() {
		TestTracing unsampled = new TestTracing(this.spans, Sampler.alwaysOff());
		TestContainer.handle(unsampled.amqp(), TestContainer.message(Map.of("traceparent", TRACEPARENT)), () -> {
			assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
			assertThat(Span.current().getSpanContext().isSampled()).isFalse();
		});
	}

	@Test
	void theOriginIsKnownWhileTheMessageIsHandled() {
		SpanContext origin = SpanContext.createFromRemoteParent(TRACE, "b7ad6b7169203331",
				Span.getInvalid().getSpanContext().getTraceFlags(), Span.getInvalid().getSpanContext().getTraceState());
		TestContainer.handle(this.tracing.amqp(), TestContainer.message(Map.of("traceparent", TRACEPARENT)),
				() -> assertThat(Processing.received(Context.current(), origin)).isTrue());
		assertThat(Processing.received(Context.current(), origin)).isFalse();
		this.spans.take(SpanKind.CONSUMER);
	}

}
