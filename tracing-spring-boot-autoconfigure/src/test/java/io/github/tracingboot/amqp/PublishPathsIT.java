package io.github.tracingboot.amqp;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.batch.SimpleBatchingStrategy;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.BatchingRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitMessagingTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.support.TransactionTemplate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The less common ways of sending. */
@BrokerTest
class PublishPathsIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private static final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	@Autowired
	private ConnectionFactory connectionFactory;

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private RabbitMessagingTemplate messagingTemplate;

	@Autowired
	private ThreadPoolTaskScheduler scheduler;

	@Autowired
	private Tracer tracer;

	private Caller caller = new Caller(OpenTelemetry.noop().getTracer(""), spans);

	@BeforeEach
	void caller() {
		handled.clear();
		this.caller = new Caller(this.tracer, spans);
	}

	@Test
	void messagingTemplate() throws Throwable {
		assertOneHop(() -> this.messagingTemplate.send("paths", new GenericMessage<>("hello")));
		assertOneHop(() -> this.messagingTemplate.convertAndSend("paths", "hello"));
	}

	@Test
	void everyFormOfConvertAndSend() throws Throwable {
		assertOneHop(() -> this.template.convertAndSend("paths", (Object) "hello"));
		assertOneHop(() -> this.template.convertAndSend("", "paths", "hello"));
		assertOneHop(() -> this.template.convertAndSend("paths", "hello", (message) -> message));
		assertOneHop(() -> this.template.send("", "paths", new Message("hello".getBytes(UTF_8))));
		assertOneHop(() -> this.template.invoke((operations) -> {
			operations.convertAndSend("paths", "hello");
			return true;
		}));
	}

	@Test
	void aTransactedChannel() throws Throwable {
		RabbitTemplate transacted = new RabbitTemplate(this.connectionFactory);
		transacted.setChannelTransacted(true);
		assertOneHop(() -> transacted.convertAndSend("paths", "hello"));
		TransactionTemplate transaction = new TransactionTemplate(new RabbitTransactionManager(this.connectionFactory));
		SpanData calling = this.caller.inSpan(() -> transaction.executeWithoutResult((status) -> {
			transacted.convertAndSend("paths", "one");
			transacted.convertAndSend("paths", "two");
		}));
		this.caller.takeHandled(calling, "paths");
		this.caller.takeHandled(calling, "paths");
		SpanData rolledBack = this.caller.inSpan(() -> transaction.executeWithoutResult((status) -> {
			transacted.convertAndSend("paths", "never");
			status.setRollbackOnly();
		}));
		this.caller.takeChild(rolledBack, "send paths");
	}

	@Test
	void aProducersBatchIsOneMessageThatIsHandledInPieces() throws Throwable {
		BatchingRabbitTemplate batching = new BatchingRabbitTemplate(new SimpleBatchingStrategy(2, 10_000, 10_000),
				this.scheduler);
		batching.setConnectionFactory(this.connectionFactory);
		SpanData calling = this.caller.inSpan(() -> {
			batching.convertAndSend("paths", "one");
			batching.convertAndSend("paths", "two");
		});
		SpanData send = this.caller.takeChild(calling, "send paths");
		for (int i = 0; i < 2; i++) {
			SpanData process = this.caller.takeChild(send, "process paths");
			assertThat(process.getAttributes().get(AmqpAttributes.QUEUE_TIME)).isNotNull();
		}
		assertThat(List.of(String.valueOf(handled.poll(10, TimeUnit.SECONDS)),
				String.valueOf(handled.poll(10, TimeUnit.SECONDS))))
			.containsExactly("one", "two");
	}

	@Test
	void aProducersBatchMayBeHandledAsOne() throws Throwable {
		BatchingRabbitTemplate batching = new BatchingRabbitTemplate(new SimpleBatchingStrategy(2, 10_000, 10_000),
				this.scheduler);
		batching.setConnectionFactory(this.connectionFactory);
		SpanData calling = this.caller.inSpan(() -> {
			batching.convertAndSend("paths-batch", "one");
			batching.convertAndSend("paths-batch", "two");
		});
		// Both came with one publish, so there is one trace to continue.
		assertThat(this.caller.takeHandled(calling, "paths-batch").getLinks()).isEmpty();
	}

	private void assertOneHop(Executable work) throws Throwable {
		this.caller.takeHandled(this.caller.inSpan(work), "paths");
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
		ThreadPoolTaskScheduler scheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		SimpleRabbitListenerContainerFactory batchFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setBatchListener(true);
			return factory;
		}

	}

	static class Listeners {

		@RabbitListener(queuesToDeclare = @Queue(name = "paths", autoDelete = "true"))
		void handle(String text) {
			handled.add(text);
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "paths-batch", autoDelete = "true"),
				containerFactory = "batchFactory")
		void handle(List<String> texts) {
		}

	}

}
