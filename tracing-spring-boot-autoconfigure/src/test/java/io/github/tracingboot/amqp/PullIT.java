package io.github.tracingboot.amqp;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Who asks for a message has a span for each one that he gets, linked to its publish. */
@BrokerTest
class PullIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private AmqpAdmin admin;

	@Autowired
	private Tracer tracer;

	@ParameterizedTest
	@ValueSource(longs = { 0, 5_000 })
	void theTemplateReceives(long timeout) throws Throwable {
		String queue = declare();
		this.template.convertAndSend(queue, "hello");
		SpanData send = spans.take("send " + queue);
		Caller caller = new Caller(this.tracer, spans);
		SpanData receiving = caller
			.inSpan(() -> assertThat(this.template.receiveAndConvert(queue, timeout)).isEqualTo("hello"));
		SpanData receive = caller.takeChild(receiving, "receive " + queue);
		assertThat(receive.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(receive.getAttributes().asMap()).containsEntry(AmqpAttributes.OPERATION_TYPE, "receive")
			.containsEntry(AmqpAttributes.DESTINATION_NAME, queue)
			.containsKeys(AmqpAttributes.DELIVERY_TAG, AmqpAttributes.QUEUE_TIME);
		assertThat(receive.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(send.getSpanId()));
	}

	@Test
	void aChannelReceives() throws Exception {
		String queue = declare();
		this.template.convertAndSend(queue, "hello");
		spans.take("send " + queue);
		try (Connection connection = this.template.getConnectionFactory().createConnection();
				Channel channel = connection.createChannel(false)) {
			assertThat(channel.basicGet(queue, true)).isNotNull();
			assertThat(channel.basicGet(queue, true)).isNull();
		}
		SpanData receive = spans.take("receive " + queue);
		assertThat(receive.getParentSpanContext().isValid()).isFalse();
		assertThat(receive.getLinks()).hasSize(1);
	}

	@Test
	void anEmptyQueueIsNotWorthASpan() {
		String queue = declare();
		assertThat(this.template.receive(queue)).isNull();
		assertThat(this.template.receive(queue, 100)).isNull();
	}

	@Test
	void anAnswerIsSentWithinTheCaller() throws Throwable {
		String queue = declare();
		String answers = declare();
		this.template.convertAndSend("", queue, "hello", (message) -> {
			message.getMessageProperties().setReplyTo(answers);
			return message;
		});
		spans.take("send " + queue);
		Caller caller = new Caller(this.tracer, spans);
		SpanData receiving = caller
			.inSpan(() -> this.template.<String, String>receiveAndReply(queue, (text) -> text + "!"));
		caller.takeChild(receiving, "receive " + queue);
		SpanData answer = caller.takeChild(receiving, "send " + answers);
		assertThat(this.template.receiveAndConvert(answers, 5_000)).isEqualTo("hello!");
		assertThat(spans.take("receive " + answers).getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(answer.getSpanId()));
	}

	private String declare() {
		Queue queue = new Queue("pulled-" + Long.toHexString(System.nanoTime()), false, true, true);
		this.admin.declareQueue(queue);
		return queue.getName();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

	}

}
