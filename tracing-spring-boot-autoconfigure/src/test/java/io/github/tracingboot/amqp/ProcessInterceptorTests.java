package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.amqp.rabbit.support.ListenerExecutionFailedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProcessInterceptorTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	@Test
	void theTimeInQueueIsMeasuredAndNeverNegative() {
		long now = System.currentTimeMillis();
		TestContainer.handle(this.tracing.amqp(),
				TestContainer.message(Map.of(PublishObserver.SENT_HEADER, now - 1500)), () -> {
				});
		TestContainer.handle(this.tracing.amqp(),
				TestContainer.message(Map.of(PublishObserver.SENT_HEADER, now + 60_000)), () -> {
				});
		TestContainer.handle(this.tracing.amqp(),
				TestContainer.message(Map.of(PublishObserver.SENT_HEADER, "yesterday")), () -> {
				});
		assertThat(this.spans.take(SpanKind.CONSUMER).getAttributes().get(AmqpAttributes.QUEUE_TIME)).isBetween(1500L,
				10_000L);
		assertThat(this.spans.take(SpanKind.CONSUMER).getAttributes().get(AmqpAttributes.QUEUE_TIME)).isZero();
		assertThat(this.spans.take(SpanKind.CONSUMER).getAttributes().get(AmqpAttributes.QUEUE_TIME)).isNull();
	}

	@Test
	void theTimeOfThePublishIsNotAmongTheHeadersOfTheListener() {
		Message message = TestContainer.message(Map.of(PublishObserver.SENT_HEADER, 1L, "mine", 1));
		TestContainer.handle(this.tracing.amqp(), message,
				() -> assertThat(message.getMessageProperties().getHeaders()).containsExactly(Map.entry("mine", 1)));
		assertThat(this.spans.take(SpanKind.CONSUMER).getAttributes().get(AmqpAttributes.QUEUE_TIME)).isPositive();
	}

	@Test
	void piecesOfABatchThatShareTheirHeadersHaveATimeInQueueEach() {
		Message piece = TestContainer.message(Map.of(PublishObserver.SENT_HEADER, 1L, AmqpHeaders.BATCH_SIZE, 2));
		TestContainer.handle(this.tracing.amqp(), piece, () -> {
		});
		TestContainer.handle(this.tracing.amqp(), piece, () -> {
		});
		TestContainer.handle(this.tracing.amqp(), List.of(piece, piece), () -> {
		});
		for (int i = 0; i < 3; i++) {
			assertThat(this.spans.take(SpanKind.CONSUMER).getAttributes().get(AmqpAttributes.QUEUE_TIME)).isPositive();
		}
	}

	@Test
	void headersThatCannotBeChangedAreRead() {
		Map<String, Object> headers = Map.of(PublishObserver.SENT_HEADER, 1L);
		MessageProperties properties = new MessageProperties() {

			@Override
			public Map<String, Object> getHeaders() {
				return headers;
			}

		};
		TestContainer.handle(this.tracing.amqp(), new Message(new byte[0], properties), () -> {
		});
		assertThat(this.spans.take(SpanKind.CONSUMER).getAttributes().get(AmqpAttributes.QUEUE_TIME)).isPositive();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "orders, -, -", "amq.gen-JzTY20BRgKO, true, true",
			"0b0e9fd2-6d0b-4a4c-9a39-3a1d3c9f6b7e, true, -" })
	void aGeneratedQueueIsMarked(String queue, @Nullable Boolean anonymous, @Nullable Boolean temporary) {
		Message message = TestContainer.message(Map.of());
		message.getMessageProperties().setConsumerQueue(queue);
		for (Object data : List.of(message, List.of(message))) {
			TestContainer.handle(this.tracing.amqp(), data, () -> {
			});
			SpanData span = this.spans.take(SpanKind.CONSUMER);
			assertThat(span.getAttributes().get(AmqpAttributes.DESTINATION_ANONYMOUS)).isEqualTo(anonymous);
			assertThat(span.getAttributes().get(AmqpAttributes.DESTINATION_TEMPORARY)).isEqualTo(temporary);
		}
	}

	@Test
	void theHandlerCanClaimTheSpan() {
		TestContainer.handle(this.tracing.amqp(), TestContainer.message(Map.of()), () -> {
			HandlerSpan span = HandlerSpan.claim(Context.current(), SpanKind.CONSUMER);
			Objects.requireNonNull(span).updateName("process_query");
		});
		assertThat(this.spans.take("process_query").getKind()).isEqualTo(SpanKind.CONSUMER);
	}

	@Test
	void whatTheHandlerExpectsIsNoFailure() {
		Message message = TestContainer.message(Map.of());
		IllegalArgumentException cause = new IllegalArgumentException("sold out");
		ListenerExecutionFailedException failure = new ListenerExecutionFailedException("wrapped", cause, message);
		assertThatException().isThrownBy(() -> TestContainer.handle(this.tracing.amqp(), message, () -> {
			Objects.requireNonNull(HandlerSpan.claim(Context.current(), SpanKind.CONSUMER)).expect(cause);
			throw failure;
		})).isSameAs(failure);
		SpanData span = this.spans.take(SpanKind.CONSUMER);
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void theCauseOfAFailureIsRecordedAndTheFailureThrownUnchanged() {
		Message message = TestContainer.message(Map.of());
		IllegalArgumentException cause = new IllegalArgumentException("bad order");
		ListenerExecutionFailedException failure = new ListenerExecutionFailedException("wrapped", cause, message);
		assertThatExceptionOfType(ListenerExecutionFailedException.class)
			.isThrownBy(() -> TestContainer.handle(this.tracing.amqp(), message, () -> {
				throw failure;
			}))
			.isSameAs(failure);
		SpanData span = this.spans.take(SpanKind.CONSUMER);
		assertThat(span.getStatus()).isEqualTo(StatusData.error());
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("java.lang.IllegalArgumentException");
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void anErrorIsRecordedToo() {
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> TestContainer.handle(this.tracing.amqp(), TestContainer.message(Map.of()), () -> {
				throw new StackOverflowError();
			}));
		assertThat(this.spans.take(SpanKind.CONSUMER).getStatus()).isEqualTo(StatusData.error());
	}

	@Test
	void whatASamplerAsksForIsThereWhenTheSpanStarts() {
		List<Attributes> asked = new ArrayList<>();
		TestTracing sampled = new TestTracing(this.spans, TestTracing.sampler(asked::add));
		TestContainer.handle(sampled.amqp(), TestContainer.message(Map.of()), () -> {
		});
		this.spans.take(SpanKind.CONSUMER);
		assertThat(asked)
			.containsExactly(Attributes.of(AmqpAttributes.SYSTEM, "rabbitmq", AmqpAttributes.OPERATION_NAME, "process",
					AmqpAttributes.OPERATION_TYPE, "process", AmqpAttributes.DESTINATION_NAME,
					"events:order.created:orders", AmqpAttributes.ROUTING_KEY, "order.created"));
	}

	@Test
	void whatIsNotAMessageIsLeftAlone() {
		List<String> handled = new ArrayList<>();
		TestContainer.handle(this.tracing.amqp(), "text", () -> handled.add("text"));
		TestContainer.handle(this.tracing.amqp(), List.of(), () -> handled.add("empty"));
		TestContainer.handle(this.tracing.amqp(), null, () -> handled.add("null"));
		assertThat(handled).containsExactly("text", "empty", "null");
	}

}
