package io.github.tracingboot.amqp;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import static org.assertj.core.api.Assertions.assertThat;

/** What a broker may answer, and when. */
class ConfirmingChannelTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final AmqpTracing tracing = new TestTracing(this.spans).amqp();

	private final AtomicLong nextNumber = new AtomicLong(1);

	private final List<ReturnListener> returns = new ArrayList<>();

	private final List<ShutdownListener> shutdowns = new ArrayList<>();

	private final List<Map<String, Object>> sent = new ArrayList<>();

	private final Channel channel = (Channel) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { Channel.class }, (proxy, method, arguments) -> switch (method.getName()) {
				case "getNextPublishSeqNo" -> this.nextNumber.get();
				case "addReturnListener" -> add(this.returns, arguments[0]);
				case "addShutdownListener" -> add(this.shutdowns, arguments[0]);
				case "hashCode" -> 7;
				case "equals" -> proxy == arguments[0];
				default -> throw new UnsupportedOperationException(method.getName());
			});

	private PublishConfirms confirms = confirms(Duration.ofSeconds(60));

	@Test
	void theSpanLastsUntilTheBrokerConfirms() throws IOException {
		publish();
		publish();
		this.confirms.basicPublishAck(this.channel, 2, false);
		assertThat(this.spans.take(SpanKind.PRODUCER).getEvents()).extracting(EventData::getName)
			.containsExactly("ack");
		this.confirms.basicPublishAck(this.channel, 1, false);
		assertThat(this.spans.take(SpanKind.PRODUCER).getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void oneAnswerStandsForAllBefore() throws IOException {
		publish();
		publish();
		publish();
		this.confirms.basicPublishNack(this.channel, 2, true);
		assertNack(this.spans.take(SpanKind.PRODUCER));
		assertNack(this.spans.take(SpanKind.PRODUCER));
		this.confirms.basicPublishAck(this.channel, 3, true);
		assertThat(this.spans.take(SpanKind.PRODUCER).getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void anAnswerMayComeBeforeThePublishHasReturned() throws IOException {
		publish(() -> this.confirms.basicPublishNack(this.channel, 1, false));
		assertNack(this.spans.take(SpanKind.PRODUCER));
		publish(() -> returned(this.sent.get(1)));
		this.confirms.basicPublishAck(this.channel, 2, false);
		assertReturned(this.spans.take(SpanKind.PRODUCER), "return", "ack");
	}

	@Test
	void aMessageThatComesBackFails() throws IOException {
		publish();
		publish();
		returned(this.sent.get(1));
		this.confirms.basicPublishAck(this.channel, 2, true);
		assertThat(this.spans.take(SpanKind.PRODUCER).getStatus()).isEqualTo(StatusData.unset());
		assertReturned(this.spans.take(SpanKind.PRODUCER), "return", "ack");
	}

	@Test
	void withoutConfirmsAMessageThatComesBackIsASpanOfItsOwn() throws IOException {
		this.nextNumber.set(0);
		publish();
		SpanData send = this.spans.take(SpanKind.PRODUCER);
		returned(this.sent.get(0));
		SpanData returned = this.spans.take("return events:order.created");
		assertThat(returned.getParentSpanId()).isEqualTo(send.getSpanId());
		assertReturned(returned, "return");
	}

	@Test
	void nobodyWaitsForEver() throws IOException {
		this.confirms = confirms(Duration.ofMillis(50));
		publish();
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(span.getStatus()).isEqualTo(StatusData.unset());
		assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("unconfirmed");
		this.confirms.basicPublishAck(this.channel, 1, false);
	}

	@Test
	void aChannelThatClosesAnswersNoMore() throws IOException {
		publish();
		this.shutdowns.forEach((each) -> each.shutdownCompleted(new ShutdownSignalException(true, false, null, null)));
		SpanData span = this.spans.take(SpanKind.PRODUCER);
		assertThat(span.getStatus()).isEqualTo(StatusData.error());
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("closed");
	}

	@Test
	void aPublishOfWhichTheClientSaysNoMoreEndsWithTheNext() throws IOException {
		write(() -> {
		});
		publish();
		assertThat(this.spans.take(SpanKind.PRODUCER).getEvents()).isEmpty();
		this.confirms.basicPublishAck(this.channel, 1, false);
		assertThat(this.spans.take(SpanKind.PRODUCER).getEvents()).extracting(EventData::getName)
			.containsExactly("ack");
	}

	@Test
	void whatComesBackWithoutAContextIsNotOurs() {
		publishedBySomebodyElse();
		returned(Map.of("mine", 1));
		returned(Map.of());
	}

	private void publishedBySomebodyElse() {
		this.nextNumber.incrementAndGet();
		this.confirms.basicPublish(this.channel);
		this.confirms.basicPublishAck(this.channel, 1, false);
	}

	private PublishConfirms confirms(Duration timeout) {
		this.returns.clear();
		PublishConfirms made = new PublishConfirms(new NoOpMetricsCollector(), this.tracing, timeout, () -> true);
		made.newChannel(this.channel);
		return made;
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable Object add(List<T> listeners, Object listener) {
		listeners.add((T) listener);
		return null;
	}

	private void publish() throws IOException {
		publish(() -> {
		});
	}

	/** As the client does it. */
	private void publish(Runnable broker) throws IOException {
		if (this.nextNumber.get() > 0) {
			this.nextNumber.incrementAndGet();
		}
		write(broker);
		this.confirms.basicPublish(this.channel);
	}

	private void write(Runnable broker) throws IOException {
		new PublishObserver(ObservationCollector.NO_OP, this.tracing, this.confirms).publish((properties) -> {
			this.sent.add(properties.getHeaders());
			broker.run();
		}, new AMQP.Basic.Publish.Builder().exchange("events").routingKey("order.created").build(),
				new AMQP.BasicProperties(), new byte[0], null);
	}

	private void returned(Map<String, Object> headers) {
		AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(headers).build();
		for (ReturnListener listener : this.returns) {
			try {
				listener.handleReturn(312, "NO_ROUTE", "events", "order.created", properties, new byte[0]);
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}
	}

	private static void assertNack(SpanData span) {
		assertThat(span.getStatus()).isEqualTo(StatusData.error());
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("nack");
		assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("nack");
	}

	private static void assertReturned(SpanData span, String... events) {
		assertThat(span.getStatus()).isEqualTo(StatusData.error());
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("return");
		assertThat(span.getEvents()).extracting(EventData::getName).containsExactly(events);
		assertThat(span.getEvents().get(0).getAttributes().asMap()).containsEntry(AmqpAttributes.RETURN_CODE, 312L)
			.containsEntry(AmqpAttributes.RETURN_TEXT, "NO_ROUTE");
	}

}
