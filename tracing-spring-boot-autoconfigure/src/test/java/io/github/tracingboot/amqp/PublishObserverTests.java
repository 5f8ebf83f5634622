package io.github.tracingboot.amqp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.DestinationPropagator;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PublishObserverTests {

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	private final List<AMQP.BasicProperties> sent = new ArrayList<>();

	private final PublishObserver observer = this.tracing.observer(ObservationCollector.NO_OP);

	@Test
	void thePublishHasASpanAndItsContextIsInTheHeaders() throws IOException {
		publish(Map.of("mine", 1));
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
		assertThat(headers()).containsEntry("mine", 1).containsEntry("traceparent", traceparent(span.getSpanContext()));
		assertThat(headers().get(PublishObserver.SENT_HEADER)).isInstanceOf(Long.class);
	}

	@Test
	void aMessageWithoutHeadersGetsThem() throws IOException {
		publish(null);
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(headers()).containsEntry("traceparent", traceparent(span.getSpanContext()));
	}

	@Test
	void whatASamplerAsksForIsThereWhenTheSpanStarts() throws IOException {
		List<Attributes> asked = new ArrayList<>();
		TestTracing sampled = new TestTracing(this.spans, TestTracing.sampler(asked::add));
		publish(sampled.observer(ObservationCollector.NO_OP), null);
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
	void anUnsampledContextIsInjectedToo() throws IOException {
		TestTracing unsampled = new TestTracing(this.spans, Sampler.alwaysOff());
		publish(unsampled.observer(ObservationCollector.NO_OP), null);
		// Newer versions say in the second bit that the trace id is random.
		assertThat((String) headers().get("traceparent")).matches(".*-0[02]");
	}

	@Test
	void aContextThatTheUserSetIsLeftAndLinked() throws IOException {
		publish(Map.of("traceparent", TRACEPARENT, "tracestate", "vendor=1"));
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(headers()).containsEntry("traceparent", TRACEPARENT).containsEntry("tracestate", "vendor=1");
		assertThat(span.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.containsExactly("b7ad6b7169203331");
	}

	@Test
	void aContextOfTheTraceThatIsGoingOnIsReplaced() throws IOException {
		Span caller = this.tracing.amqp().tracer().spanBuilder("caller").startSpan();
		String before = caller.getSpanContext().getTraceId() + "-b7ad6b7169203331";
		try (Scope scope = caller.makeCurrent()) {
			assertThat(scope).isNotNull();
			publish(Map.of("traceparent", "00-" + before + "-01"));
		}
		caller.end();
		this.spans.take("caller");
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(span.getLinks()).isEmpty();
		assertThat(headers()).containsEntry("traceparent", traceparent(span.getSpanContext()));
	}

	@Test
	void aSpanThatSomebodyHasOpenedForThePublishIsTheOnlyOne() throws IOException {
		Span theirs = this.tracing.amqp()
			.tracer()
			.spanBuilder("orders send")
			.setSpanKind(SpanKind.PRODUCER)
			.startSpan();
		try (Scope scope = theirs.makeCurrent()) {
			assertThat(scope).isNotNull();
			publish(Map.of("traceparent", traceparent(theirs.getSpanContext())));
		}
		theirs.end();
		this.spans.take("orders send");
		assertThat(headers()).containsEntry("traceparent", traceparent(theirs.getSpanContext()))
			.containsKey(PublishObserver.SENT_HEADER);
	}

	@Test
	void theContextOfAForwardedMessageIsReplaced() throws IOException {
		TestContainer.handle(this.tracing.amqp(), TestContainer.message(Map.of("traceparent", TRACEPARENT)), () -> {
			try {
				publish(Map.of("traceparent", TRACEPARENT, "tracestate", "vendor=1", "baggage", "a=1"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		this.spans.take(SpanKind.CONSUMER);
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(span.getLinks()).isEmpty();
		assertThat(headers()).containsEntry("traceparent", traceparent(span.getSpanContext()))
			.doesNotContainKeys("tracestate", "baggage");
	}

	@Test
	void aMalformedContextIsReplaced() throws IOException {
		publish(Map.of("traceparent", "00-rubbish"));
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(headers()).containsEntry("traceparent", traceparent(span.getSpanContext()));
	}

	@Test
	void theSpanIsAChildOfTheCurrentOneAndBaggageTravels() throws IOException {
		Span caller = this.tracing.amqp().tracer().spanBuilder("caller").startSpan();
		Context context = Context.root().with(caller).with(Baggage.builder().put("job", "7").build());
		try (Scope scope = context.makeCurrent()) {
			assertThat(scope).isNotNull();
			publish(null);
		}
		caller.end();
		assertThat(this.spans.take(SpanKind.PRODUCER).getParentSpanId())
			.isEqualTo(this.spans.take("caller").getSpanId());
		assertThat(headers()).containsEntry("baggage", "job=7");
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
			}, to("events", "order.created"), new AMQP.BasicProperties(), new byte[0], null)).isSameAs(failure);
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
		publish(both, null);
		both.basicConsume("queue", "-tag", new DefaultConsumer(null));
		both.basicGet(() -> null, "polled");
		assertThat(other.calls).containsExactly(this.spans.take(SpanKind.PRODUCER).getSpanId(), "queue-tag", "polled");
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void whereBaggageGoesThePropagatorIsToldTheExchange() throws IOException {
		AmqpTracing telling = new AmqpTracing(this.tracing.amqp()::tracer,
				() -> ContextPropagators.create(DestinationPropagator.INSTANCE));
		try (Scope scope = Baggage.builder().put("user", "7").build().makeCurrent()) {
			assertThat(scope).isNotNull();
			publish(TestTracing.observer(ObservationCollector.NO_OP, telling), null);
		}
		assertThat(headers()).containsEntry("destination", "exchange:events");
		this.spans.take(SpanKind.PRODUCER);
	}

	private void publish(@Nullable Map<String, Object> headers) throws IOException {
		publish(this.observer, headers);
	}

	private void publish(PublishObserver observer, @Nullable Map<String, Object> headers) throws IOException {
		AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(headers)
			.messageId("m-1")
			.correlationId("c-1")
			.build();
		observer.publish(this.sent::add, to("events", "order.created"), properties, new byte[0],
				new ObservationCollector.ConnectionInfo() {

					@Override
					public String getPeerAddress() {
						return "10.1.2.3";
					}

					@Override
					public int getPeerPort() {
						return 5672;
					}

				});
	}

	private Map<String, Object> headers() {
		return this.sent.get(0).getHeaders();
	}

	private static AMQP.Basic.Publish to(String exchange, String routingKey) {
		return new AMQP.Basic.Publish.Builder().exchange(exchange).routingKey(routingKey).build();
	}

	private static String traceparent(SpanContext context) {
		return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + context.getTraceFlags().asHex();
	}

	/** A collector that somebody else has installed. */
	static final class RecordingCollector implements ObservationCollector {

		private final List<String> calls = new ArrayList<>();

		@Override
		public void publish(PublishCall call, AMQP.Basic.Publish publish, AMQP.BasicProperties properties, byte[] body,
				ConnectionInfo connection) throws IOException {
			this.calls.add(Span.current().getSpanContext().getSpanId());
			call.publish(properties);
		}

		@Override
		public Consumer basicConsume(String queue, String consumerTag, Consumer consumer) {
			this.calls.add(queue + consumerTag);
			return consumer;
		}

		@Override
		public @Nullable GetResponse basicGet(BasicGetCall call, String queue) {
			this.calls.add(queue);
			return call.get();
		}

	}

}
