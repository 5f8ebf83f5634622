package io.github.tracingboot.amqp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PublishObserverTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	private final Published published = new Published();

	private final PublishObserver observer = this.tracing.observer(ObservationCollector.NO_OP);

	@Test
	void thePublishHasASpanAndItsContextIsInTheHeaders() throws IOException {
		this.published.publish(this.observer, Map.of("mine", 1));
		SpanData span = this.spans.take("send events:order.created");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(span.getAttributes().asMap()).containsEntry(AmqpAttributes.SYSTEM, "rabbitmq")
			.containsEntry(AmqpAttributes.OPERATION_NAME, "send")
			.containsEntry(AmqpAttributes.OPERATION_TYPE, "send")
			.containsEntry(AmqpAttributes.DESTINATION_NAME, "events:order.created")
			.containsEntry(AmqpAttributes.ROUTING_KEY, "order.created")
			.containsEntry(AmqpAttributes.MESSAGE_ID, "m-1")
			.containsEntry(AmqpAttributes.CONVERSATION_ID, "c-1")
			.containsEntry(AmqpAttributes.SERVER_ADDRESS, "10.1.2.3")
			.containsEntry(AmqpAttributes.SERVER_PORT, 5672L)
			.containsEntry(AmqpAttributes.PEER_ADDRESS, "10.1.2.3")
			.containsEntry(AmqpAttributes.PEER_PORT, 5672L)
			.doesNotContainKey(AmqpAttributes.DESTINATION_ANONYMOUS);
		assertThat(this.published.headers()).containsEntry("mine", 1)
			.containsEntry("traceparent", Published.traceparent(span.getSpanContext()));
		assertThat(this.published.headers().get(PublishObserver.SENT_HEADER)).isInstanceOf(Long.class);
	}

	@Test
	void whatASamplerAsksForIsThereWhenTheSpanStarts() throws IOException {
		List<Attributes> asked = new ArrayList<>();
		TestTracing sampled = new TestTracing(this.spans, TestTracing.sampler(asked::add));
		this.published.publish(sampled.observer(ObservationCollector.NO_OP), null);
		this.spans.take(SpanKind.PRODUCER);
		assertThat(asked).containsExactly(Attributes.builder()
			.put(AmqpAttributes.SYSTEM, "rabbitmq")
			.put(AmqpAttributes.OPERATION_NAME, "send")
			.put(AmqpAttributes.OPERATION_TYPE, "send")
			.put(AmqpAttributes.DESTINATION_NAME, "events:order.created")
			.put(AmqpAttributes.ROUTING_KEY, "order.created")
			.put(AmqpAttributes.SERVER_ADDRESS, "10.1.2.3")
			.put(AmqpAttributes.SERVER_PORT, 5672L)
			.put(AmqpAttributes.PEER_ADDRESS, "10.1.2.3")
			.put(AmqpAttributes.PEER_PORT, 5672L)
			.build());
	}

	@Test
	void theSpanIsAChildOfTheCurrentOneAndBaggageTravels() throws IOException {
		Span caller = this.tracing.amqp().tracer().spanBuilder("caller").startSpan();
		Context context = Context.root().with(caller).with(Baggage.builder().put("job", "7").build());
		try (Scope scope = context.makeCurrent()) {
			assertThat(scope).isNotNull();
			this.published.publish(this.observer, null);
		}
		caller.end();
		assertThat(this.spans.take(SpanKind.PRODUCER).getParentSpanId())
			.isEqualTo(this.spans.take("caller").getSpanId());
		assertThat(this.published.headers()).containsEntry("baggage", "job=7");
	}

	@Test
	void aFailureIsRecordedAndThrownUnchanged() {
		for (Exception failure : List.of(new IOException("pipe"),
				new AlreadyClosedException(new ShutdownSignalException(true, false, null, null)))) {
			assertThatExceptionOfType(failure.getClass()).isThrownBy(() -> this.observer.publish((properties) -> {
				if (failure instanceof IOException io) {
					throw io;
				}
				throw (RuntimeException) failure;
			}, Published.to("events", "order.created"), new AMQP.BasicProperties(), new byte[0], null))
				.isSameAs(failure);
			SpanData span = this.spans.take(SpanKind.PRODUCER);
			assertThat(span.getStatus()).isEqualTo(StatusData.error());
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getEvents()).hasSize(1);
		}
	}

	@Test
	void anotherCollectorIsCalledWithinTheSpan() throws IOException {
		RecordingCollector other = new RecordingCollector();
		PublishObserver both = this.tracing.observer(other);
		this.published.publish(both, null);
		both.basicConsume("queue", "-tag", new DefaultConsumer(null));
		both.basicGet(() -> null, "polled");
		assertThat(other.calls).containsExactly(this.spans.take(SpanKind.PRODUCER).getSpanId(), "queue-tag", "polled");
		assertThat(this.published.sent).hasSize(1);
	}

}
