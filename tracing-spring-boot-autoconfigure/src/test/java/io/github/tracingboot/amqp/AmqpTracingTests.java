package io.github.tracingboot.amqp;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whatever fails in tracing, messages are sent and handled, once. */
@ExtendWith(OutputCaptureExtension.class)
class AmqpTracingTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final TestTracing tracing = new TestTracing(this.spans);

	private final List<AMQP.BasicProperties> sent = new ArrayList<>();

	@Test
	void theMessageIsSentAsItIsWhenTracingFails() throws IOException {
		AmqpTracing broken = new AmqpTracing(() -> {
			throw new IllegalStateException("no tracer");
		}, this.tracing::propagators);
		publish(TestTracing.observer(ObservationCollector.NO_OP, broken), Map.of("mine", 1));
		assertThat(this.sent.get(0).getHeaders()).isEqualTo(Map.of("mine", 1));
	}

	@Test
	void aPropagatorThatThrowsLeavesNoSpanOpen() throws IOException {
		PublishObserver broken = TestTracing.observer(ObservationCollector.NO_OP, this.tracing.withoutPropagation());
		publish(broken, Map.of("mine", 1));
		publish(broken, null);
		assertThat(this.sent).extracting(AMQP.BasicProperties::getHeaders).containsExactly(Map.of("mine", 1), null);
		this.spans.take("send events:order.created");
	}

	@Test
	void aSpanProcessorThatThrowsAtTheEndDoesNotFailTheSend(CapturedOutput output) throws IOException {
		PublishObserver broken = TestTracing.observer(ObservationCollector.NO_OP,
				new TestTracing(TestTracing.throwingAtEnd()).amqp());
		publish(broken, null);
		publish(broken, null);
		assertThat(this.sent).hasSize(2);
		assertThat(output.toString().split("Tracing a message failed", -1)).as("one warning").hasSize(2);
	}

	@Test
	void theMessageIsHandledOnceWhenTracingFails() {
		List<String> handled = new ArrayList<>();
		AmqpTracing noTracer = new AmqpTracing(() -> {
			throw new IllegalStateException("no tracer");
		}, this.tracing::propagators);
		TestContainer.handle(noTracer, TestContainer.message(Map.of()), () -> handled.add("without tracer"));
		TestContainer.handle(new TestTracing(TestTracing.throwingAtEnd()).amqp(), TestContainer.message(Map.of()),
				() -> handled.add("without end"));
		assertThat(handled).containsExactly("without tracer", "without end");
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void whatCannotBeDescribedLeavesNoSpanOpen() {
		List<String> handled = new ArrayList<>();
		Channel broken = (Channel) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Channel.class },
				(proxy, method, arguments) -> {
					throw new IllegalStateException("no connection");
				});
		TestContainer.handle(this.tracing.amqp(), broken, TestContainer.message(Map.of()),
				() -> handled.add("without peer"));
		TestContainer.handle(this.tracing.amqp(), null, new Message(new byte[0], new MessageProperties() {

			@Override
			public String getMessageId() {
				throw new IllegalStateException("no id");
			}

		}), () -> handled.add("without description"));
		TestContainer.handle(this.tracing.withoutPropagation(), null, TestContainer.message(Map.of("mine", 1)),
				() -> handled.add("without parent"));
		assertThat(handled).containsExactly("without peer", "without description", "without parent");
		this.spans.take(SpanKind.CONSUMER);
	}

	@Test
	void aFailureThatCannotBeRecordedIsThrownUnchanged() {
		RuntimeException failure = new IllegalStateException() {

			@Override
			public String getMessage() {
				throw new UnsupportedOperationException();
			}

		};
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> TestContainer.handle(this.tracing.amqp(), TestContainer.message(Map.of()), () -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.spans.take(SpanKind.CONSUMER).getStatus()).isEqualTo(StatusData.error());
	}

	private void publish(PublishObserver observer, @Nullable Map<String, Object> headers) throws IOException {
		observer.publish(this.sent::add,
				new AMQP.Basic.Publish.Builder().exchange("events").routingKey("order.created").build(),
				new AMQP.BasicProperties.Builder().headers(headers).build(), new byte[0], null);
	}

}
