package io.github.tracingboot.amqp;

import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

import io.github.tracingboot.testing.EmbeddedBroker;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way of sending is a child of the caller and the parent of the handler. */
@BrokerTest
class PublishIT {

	private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private AsyncRabbitTemplate asyncTemplate;

	@Autowired
	private Tracer tracer;

	@Autowired
	private App app;

	@Test
	void templateSend() throws Throwable {
		SpanData caller = inSpan(() -> this.template.convertAndSend("inbox", "hello"));
		SpanData send = takeChild(caller, "send inbox", SpanKind.PRODUCER);
		SpanData process = takeChild(send, "process inbox", SpanKind.CONSUMER);
		assertThat(this.app.received().getBody()).asString().isEqualTo("hello");
		assertThat(send.getAttributes().asMap()).containsKeys(AmqpAttributes.PEER_ADDRESS, AmqpAttributes.SERVER_PORT);
		assertThat(process.getAttributes().asMap()).containsEntry(AmqpAttributes.DESTINATION_NAME, "inbox")
			.containsEntry(AmqpAttributes.SERVER_PORT, (long) EmbeddedBroker.port())
			.containsKeys(AmqpAttributes.PEER_ADDRESS, AmqpAttributes.DELIVERY_TAG, AmqpAttributes.QUEUE_TIME);
	}

	@Test
	void rawChannel() throws Throwable {
		ConnectionFactory connections = this.template.getConnectionFactory();
		SpanData caller = inSpan(() -> {
			try (Connection connection = connections.createConnection();
					Channel channel = connection.createChannel(false)) {
				channel.basicPublish("", "inbox", null, new byte[0]);
			}
		});
		SpanData send = takeChild(caller, "send inbox", SpanKind.PRODUCER);
		takeChild(send, "process inbox", SpanKind.CONSUMER);
		this.app.received();
	}

	@Test
	void requestAndReply() throws Throwable {
		SpanData caller = inSpan(
				() -> assertThat(this.template.convertSendAndReceive("echo", "hello")).isEqualTo("HELLO"));
		takeRequestAndReply(caller);
	}

	@Test
	void requestAndReplyOverATemporaryQueue() throws Throwable {
		RabbitTemplate temporary = new RabbitTemplate(this.template.getConnectionFactory());
		temporary.setUseTemporaryReplyQueues(true);
		SpanData caller = inSpan(() -> assertThat(temporary.convertSendAndReceive("echo", "hello")).isEqualTo("HELLO"));
		takeRequestAndReply(caller);
	}

	@Test
	void asynchronousRequestAndReply() throws Throwable {
		SpanData caller = inSpan(
				() -> assertThat(this.asyncTemplate.<String>convertSendAndReceive("hello").get(10, TimeUnit.SECONDS))
					.isEqualTo("HELLO"));
		SpanData request = takeChild(caller, "send echo", SpanKind.PRODUCER);
		SpanData process = takeChild(request, "process echo", SpanKind.CONSUMER);
		takeChild(process, "send replies", SpanKind.PRODUCER);
	}

	@Test
	void sendTo() throws Throwable {
		SpanData caller = inSpan(() -> this.template.convertAndSend("relay", "hello"));
		SpanData send = takeChild(caller, "send relay", SpanKind.PRODUCER);
		SpanData process = takeChild(send, "process relay", SpanKind.CONSUMER);
		SpanData reply = takeChild(process, "send inbox", SpanKind.PRODUCER);
		takeChild(reply, "process inbox", SpanKind.CONSUMER);
		assertThat(this.app.received().getBody()).asString().isEqualTo("hello!");
	}

	@Test
	void aForwardedMessageContinuesFromTheForwarderAndItsHeadersDoNotGrow() throws Throwable {
		SpanData span = inSpan(() -> this.template.convertAndSend("hop", "hello"));
		for (int i = 0; i <= App.HOPS; i++) {
			span = takeChild(span, "send hop", SpanKind.PRODUCER);
			span = takeChild(span, "process hop", SpanKind.CONSUMER);
		}
		assertThat(this.app.received().getMessageProperties().getHeaders()).containsOnlyKeys("traceparent");
	}

	@Test
	void aContextThatTheUserSetReachesTheHandler() throws Throwable {
		SpanData caller = inSpan(() -> this.template.convertAndSend("inbox", "hello", (message) -> {
			message.getMessageProperties().setHeader("traceparent", TRACEPARENT);
			return message;
		}));
		SpanData send = takeChild(caller, "send inbox", SpanKind.PRODUCER);
		assertThat(send.getLinks()).hasSize(1);
		SpanData process = spans.take("process inbox");
		assertThat(process.getParentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(this.app.received().getMessageProperties().getHeaders()).containsEntry("traceparent", TRACEPARENT);
	}

	private void takeRequestAndReply(SpanData caller) {
		SpanData request = takeChild(caller, "send echo", SpanKind.PRODUCER);
		SpanData process = takeChild(request, "process echo", SpanKind.CONSUMER);
		SpanData reply = takeChild(process, "send", SpanKind.PRODUCER);
		assertThat(reply.getAttributes().asMap()).containsEntry(AmqpAttributes.DESTINATION_ANONYMOUS, true)
			.containsEntry(AmqpAttributes.DESTINATION_TEMPORARY, true);
	}

	// By its parent, because a message may be handled before its send has returned.
	private static SpanData takeChild(SpanData parent, String name, SpanKind kind) {
		SpanData child = spans.take("named '" + name + "' below " + parent.getName(),
				(span) -> span.getName().equals(name) && span.getParentSpanId().equals(parent.getSpanId()));
		assertThat(child.getKind()).isEqualTo(kind);
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
		return child;
	}

	private SpanData inSpan(Executable work) throws Throwable {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			assertThat(scope).isNotNull();
			work.execute();
		}
		finally {
			caller.end();
		}
		return spans.take("caller");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		static final int HOPS = 50;

		private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();

		Message received() throws InterruptedException {
			Message message = this.inbox.poll(10, TimeUnit.SECONDS);
			assertThat(message).isNotNull();
			return message;
		}

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

		@Bean
		org.springframework.amqp.core.Queue replies() {
			return new org.springframework.amqp.core.Queue("replies", false, false, true);
		}

		@Bean
		AsyncRabbitTemplate asyncTemplate(ConnectionFactory connectionFactory) {
			return new AsyncRabbitTemplate(connectionFactory, "", "echo", "replies");
		}

		@Bean
		Forwarder forwarder(RabbitTemplate template) {
			return new Forwarder(template, this.inbox, new AtomicInteger());
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "inbox", autoDelete = "true"))
		void inbox(Message message) {
			this.inbox.add(message);
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "echo", autoDelete = "true"))
		String echo(String text) {
			return text.toUpperCase(Locale.ROOT);
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "relay", autoDelete = "true"))
		@SendTo("inbox")
		String relay(String text) {
			return text + "!";
		}

	}

	record Forwarder(RabbitTemplate template, BlockingQueue<Message> inbox, AtomicInteger hops) {

		@RabbitListener(queuesToDeclare = @Queue(name = "hop", autoDelete = "true"))
		void hop(Message message) {
			if (this.hops.getAndIncrement() < App.HOPS) {
				this.template.send("hop", message);
			}
			else {
				this.inbox.add(message);
			}
		}

	}

}
