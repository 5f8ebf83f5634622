package io.github.tracingboot.amqp;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;

import static org.assertj.core.api.Assertions.assertThat;

class ReceivedBatchTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	@Test
	void aBatchHasOneSpanThatLinksToEachMessage() {
		Message first = TestContainer.message(Map.of("traceparent", TRACEPARENT));
		Message second = TestContainer
			.message(Map.of("traceparent", TRACEPARENT.replace("b7ad6b7169203331", "00f067aa0ba902b7")));
		second.getMessageProperties().setMessageId("m-2");
		second.getMessageProperties().setReceivedRoutingKey("order.paid");
		TestContainer.handle(this.tracing.amqp(), List.of(first, second, TestContainer.message(Map.of())), () -> {
		});
		SpanData span = this.spans.take("process orders");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getTraceId()).isNotEqualTo(TRACE);
		assertThat(span.getAttributes().asMap()).containsEntry(AmqpAttributes.BATCH_MESSAGE_COUNT, 3L)
			.containsEntry(AmqpAttributes.DESTINATION_NAME, "orders")
			.containsEntry(AmqpAttributes.CONVERSATION_ID, "c-1")
			.doesNotContainKeys(AmqpAttributes.MESSAGE_ID, AmqpAttributes.ROUTING_KEY);
		assertThat(span.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.containsExactly("b7ad6b7169203331", "00f067aa0ba902b7");
		LinkData link = span.getLinks().get(1);
		assertThat(link.getAttributes().asMap()).containsOnly(Map.entry(AmqpAttributes.MESSAGE_ID, "m-2"),
				Map.entry(AmqpAttributes.ROUTING_KEY, "order.paid"));
	}

	@Test
	void whatOnlySomeMessagesHaveIsOnTheirLinks() {
		Message without = TestContainer.message(Map.of("traceparent", TRACEPARENT));
		without.getMessageProperties().setMessageId(null);
		Message with = TestContainer.message(Map.of("traceparent", TRACEPARENT));
		TestContainer.handle(this.tracing.amqp(), List.of(with, without), () -> {
		});
		SpanData span = this.spans.take("process orders");
		assertThat(span.getAttributes().get(AmqpAttributes.MESSAGE_ID)).isNull();
		assertThat(span.getLinks()).extracting((link) -> link.getAttributes().get(AmqpAttributes.MESSAGE_ID))
			.containsExactly("m-1", null);
	}

	@Test
	void aBatchFromSeveralQueuesHasNoDestinationOfItsOwn() {
		Message other = TestContainer.message(Map.of("traceparent", TRACEPARENT));
		other.getMessageProperties().setConsumerQueue("returns");
		TestContainer.handle(this.tracing.amqp(), List.of(TestContainer.message(Map.of()), other), () -> {
		});
		SpanData span = this.spans.take("process");
		assertThat(span.getAttributes().get(AmqpAttributes.DESTINATION_NAME)).isNull();
		assertThat(span.getLinks().get(0).getAttributes().get(AmqpAttributes.DESTINATION_NAME)).isEqualTo("returns");
	}

}
