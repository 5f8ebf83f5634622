package io.github.tracingboot.amqp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

import static org.assertj.core.api.Assertions.assertThat;

/** Propagators hear what a reply says, and nobody else notices. */
class RepliedMessagesTests {

	private final List<String> heard = new ArrayList<>();

	private final AmqpTracing tracing = new AmqpTracing(() -> TracerProvider.noop().get("test"),
			() -> ContextPropagators.create(new Listening(this.heard)));

	private final Consumer waiting = new DefaultConsumer((Channel) null) {
		@Override
		public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties,
				byte[] body) {
			RepliedMessagesTests.this.heard.add("delivered");
		}
	};

	@Test
	void directReplyIsHeardBeforeWhoeverWaitsForIt() throws IOException {
		Consumer consumer = consumer("amq.rabbitmq.reply-to", this.tracing);
		deliver(consumer, Map.of("answer", LongStringHelper.asLongString("kept")));
		assertThat(this.heard).containsExactly("kept", "delivered");
	}

	@Test
	void otherConsumersAreLeftAlone() {
		assertThat(consumer("orders", this.tracing)).isSameAs(this.waiting);
	}

	@Test
	void replyArrivesWhateverAPropagatorDoes() throws IOException {
		Consumer consumer = consumer("amq.rabbitmq.reply-to", new TestTracing(new SpanRecorder()).withoutPropagation());
		deliver(consumer, Map.of("answer", "kept"));
		deliver(consumer, null);
		assertThat(this.heard).containsExactly("delivered", "delivered");
	}

	@Test
	void replyThatATemplateReceivesIsHeardOnce() {
		receive("tmp_1f3c2a54-9a3e-4b8c-8a55-0e2f4f8a9b11");
		receive("amq.gen-1f3c2a54");
		assertThat(this.heard).containsExactly("kept", "kept");
		receive("amq.rabbitmq.reply-to.g1h2");
		assertThat(this.heard).hasSize(2);
	}

	private void receive(String routingKey) {
		MessageProperties properties = new MessageProperties();
		properties.setReceivedRoutingKey(routingKey);
		properties.setHeader("answer", "kept");
		new PulledMessages(this.tracing).postProcessMessage(new Message(new byte[0], properties));
	}

	private Consumer consumer(String queue, AmqpTracing amqp) {
		return TestTracing.observer(ObservationCollector.NO_OP, amqp).basicConsume(queue, "tag", this.waiting);
	}

	private static void deliver(Consumer consumer, @Nullable Map<String, Object> headers) throws IOException {
		consumer.handleDelivery("tag", new Envelope(1, false, "", "amq.rabbitmq.reply-to.g1h2"),
				new AMQP.BasicProperties.Builder().headers(headers).build(), new byte[0]);
	}

	private record Listening(List<String> heard) implements TextMapPropagator {

		@Override
		public Collection<String> fields() {
			return List.of("answer");
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			String answer = getter.get(carrier, "answer");
			if (answer != null) {
				this.heard.add(answer);
			}
			return context;
		}

	}

}
