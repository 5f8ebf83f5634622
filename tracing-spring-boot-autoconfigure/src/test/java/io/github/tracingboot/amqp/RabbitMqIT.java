package io.github.tracingboot.amqp;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only a RabbitMQ does: confirms, returns, dead letters, quorum queues, direct
 * replies.
 */
@Tag("rabbitmq")
@BrokerTest(properties = { "spring.rabbitmq.publisher-confirm-type=correlated",
		"spring.rabbitmq.publisher-returns=true", "spring.rabbitmq.template.mandatory=true",
		"spring.rabbitmq.listener.simple.default-requeue-rejected=false" })
class RabbitMqIT {

	private static final String ID = Long.toHexString(System.nanoTime());

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private AmqpAdmin admin;

	@Autowired
	private Tracer tracer;

	@Test
	void aPublishLastsUntilItIsConfirmed() throws Exception {
		String queue = declare(QueueBuilder.nonDurable().build());
		CorrelationData data = new CorrelationData();
		this.template.convertAndSend("", queue, "hello", data);
		assertThat(data.getFuture().get(10, TimeUnit.SECONDS).isAck()).isTrue();
		SpanData send = takeSend();
		assertThat(send.getEvents()).extracting(EventData::getName).containsExactly("ack");
		assertThat(send.getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void aNackIsAnError() throws Exception {
		String queue = declare(QueueBuilder.nonDurable()
			.withArguments(Map.of("x-max-length", 1, "x-overflow", "reject-publish"))
			.build());
		CorrelationData first = new CorrelationData();
		this.template.convertAndSend("", queue, "fills it", first);
		assertThat(first.getFuture().get(10, TimeUnit.SECONDS).isAck()).isTrue();
		takeSend();
		CorrelationData second = new CorrelationData();
		this.template.convertAndSend("", queue, "too much", second);
		assertThat(second.getFuture().get(10, TimeUnit.SECONDS).isAck()).isFalse();
		SpanData send = takeSend();
		assertThat(send.getStatus()).isEqualTo(StatusData.error());
		assertThat(send.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("nack");
	}

	@Test
	void aMessageThatComesBackIsAnError() throws Exception {
		CorrelationData data = new CorrelationData();
		this.template.convertAndSend("", "nowhere-" + ID, "hello", data);
		assertThat(data.getFuture().get(10, TimeUnit.SECONDS).isAck()).isTrue();
		SpanData send = takeSend();
		assertThat(send.getStatus()).isEqualTo(StatusData.error());
		assertThat(send.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("return");
		assertThat(send.getEvents()).extracting(EventData::getName).containsExactly("return", "ack");
		assertThat(data.getReturned()).isNotNull();
	}

	@Test
	void aRawChannelsConfirmsAreSeen() throws Exception {
		String queue = declare(QueueBuilder.nonDurable().build());
		try (Connection connection = this.template.getConnectionFactory().createConnection();
				Channel channel = connection.createChannel(false)) {
			// It comes from a cache, and may remember the nack of another test.
			boolean unused = channel.waitForConfirms(10_000);
			for (int i = 0; i < 10; i++) {
				channel.basicPublish("", queue, null, new byte[0]);
			}
			channel.waitForConfirmsOrDie(10_000);
		}
		for (int i = 0; i < 10; i++) {
			assertThat(takeSend().getEvents()).extracting(EventData::getName).containsExactly("ack");
		}
	}

	@Test
	void aDeadLetterLinksToTheSpanThatFailed() throws Throwable {
		Caller caller = new Caller(this.tracer, spans);
		SpanData send = caller.takeChild(caller.inSpan(() -> this.template.convertAndSend("work-" + ID, "hello")),
				"send work-" + ID);
		SpanData failed = caller.takeChild(send, "process work-" + ID);
		SpanData dead = caller.takeChild(send, "process dead-" + ID);
		assertThat(failed.getStatus()).isEqualTo(StatusData.error());
		assertThat(dead.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(failed.getSpanId()));
		assertThat(dead.getAttributes().asMap()).containsEntry(AmqpAttributes.ATTEMPT, 2L)
			.containsEntry(AmqpAttributes.DEATH_REASON, "rejected")
			.containsEntry(AmqpAttributes.FIRST_DEATH_QUEUE, "work-" + ID);
	}

	@Test
	void aMessageThatWaitsAndComesBackCountsItsAttempts() throws Throwable {
		Caller caller = new Caller(this.tracer, spans);
		SpanData send = caller.takeChild(caller.inSpan(() -> this.template.convertAndSend("again-" + ID, "hello")),
				"send again-" + ID);
		SpanData first = caller.takeChild(send, "process again-" + ID);
		SpanData second = caller.takeChild(send, "process again-" + ID);
		assertThat(second.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(first.getSpanId()));
		// It died twice: rejected in one queue, expired in the other.
		assertThat(second.getAttributes().asMap()).containsEntry(AmqpAttributes.ATTEMPT, 3L)
			.containsEntry(AmqpAttributes.DEATH_REASON, "expired")
			.containsEntry(AmqpAttributes.FIRST_DEATH_QUEUE, "again-" + ID);
	}

	@Test
	void aQuorumQueueCountsItsDeliveries() throws Throwable {
		Caller caller = new Caller(this.tracer, spans);
		SpanData send = caller.takeChild(caller.inSpan(() -> this.template.convertAndSend("quorum-" + ID, "hello")),
				"send quorum-" + ID);
		SpanData first = caller.takeChild(send, "process quorum-" + ID);
		SpanData second = caller.takeChild(send, "process quorum-" + ID);
		assertThat(first.getAttributes().get(AmqpAttributes.ATTEMPT)).isNull();
		assertThat(second.getAttributes().get(AmqpAttributes.ATTEMPT)).isEqualTo(2);
		assertThat(second.getLinks()).hasSize(1);
	}

	@Test
	void aDirectReplyIsPartOfTheTrace() throws Throwable {
		Caller caller = new Caller(this.tracer, spans);
		SpanData calling = caller
			.inSpan(() -> assertThat(this.template.convertSendAndReceive("echo-" + ID, "hello")).isEqualTo("hello!"));
		SpanData process = caller.takeHandled(calling, "echo-" + ID);
		SpanData reply = caller.takeChild(process, "send");
		assertThat(reply.getAttributes().get(AmqpAttributes.DESTINATION_NAME)).startsWith("amq.rabbitmq.reply-to");
	}

	private SpanData takeSend() {
		return spans.take("that sends", (span) -> span.getName().startsWith("send"));
	}

	private String declare(Queue queue) {
		Queue exclusive = new Queue("spring.gen-" + Long.toHexString(System.nanoTime()), false, true, true,
				queue.getArguments());
		this.admin.declareQueue(exclusive);
		return exclusive.getName();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listeners.class)
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		static String id() {
			return ID;
		}

		@Bean
		Declarables queues() {
			return new Declarables(autoDelete("work-", "dead-"), autoDelete("dead-", null),
					autoDelete("again-", "wait-"), waiting(), autoDelete("echo-", null),
					QueueBuilder.durable("quorum-" + ID).quorum().expires(60_000).build());
		}

		private static Queue autoDelete(String name, @Nullable String deadLetters) {
			QueueBuilder queue = QueueBuilder.nonDurable(name + ID).autoDelete();
			if (deadLetters != null) {
				queue.deadLetterExchange("").deadLetterRoutingKey(deadLetters + ID);
			}
			return queue.build();
		}

		private static Queue waiting() {
			return QueueBuilder.nonDurable("wait-" + ID)
				.ttl(50)
				.expires(60_000)
				.deadLetterExchange("")
				.deadLetterRoutingKey("again-" + ID)
				.build();
		}

	}

	static class Listeners {

		@RabbitListener(queues = "work-#{id}")
		void work(String text) {
			throw new IllegalStateException("no");
		}

		@RabbitListener(queues = "dead-#{id}")
		void dead(String text) {
		}

		@RabbitListener(queues = "again-#{id}")
		void again(Message message) {
			if (!message.getMessageProperties().getHeaders().containsKey("x-death")) {
				throw new IllegalStateException("later");
			}
		}

		@RabbitListener(queues = "quorum-#{id}")
		void quorum(Message message) {
			if (!message.getMessageProperties().isRedelivered()) {
				throw new ImmediateRequeueAmqpException("again");
			}
		}

		@RabbitListener(queues = "echo-#{id}")
		String echo(String text) {
			return text + "!";
		}

	}

}
