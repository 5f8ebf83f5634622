package io.github.tracingboot.amqp;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerEndpoint;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However a container works, a message has one process span and a thread keeps nothing of
 * it.
 */
@BrokerTest(properties = { "spring.threads.virtual.enabled=true", "spring.task.execution.mode=force" })
class ContainerPathsIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private static final BlockingQueue<String> handledIn = new LinkedBlockingQueue<>();

	private static volatile boolean handledOnVirtualThread;

	private static final CountDownLatch bothAtOnce = new CountDownLatch(2);

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private AmqpAdmin admin;

	@Autowired
	private RabbitListenerEndpointRegistry registry;

	@Autowired
	private SimpleRabbitListenerContainerFactory factory;

	@Autowired
	private Tracer tracer;

	private Caller caller = new Caller(OpenTelemetry.noop().getTracer(""), spans);

	@BeforeEach
	void caller() {
		handledIn.clear();
		this.caller = new Caller(this.tracer, spans);
	}

	@ParameterizedTest
	@ValueSource(strings = { "acked-manually", "acked-never", "with-handlers" })
	void everyMessageIsHandledInItsSpan(String queue) throws Throwable {
		assertOneHop(queue);
	}

	@Test
	void aContainerThatIsRestartedGoesOn() throws Throwable {
		assertOneHop("restarted");
		for (int i = 0; i < 2; i++) {
			SimpleMessageListenerContainer container = container("restarted");
			container.stop();
			container.start();
			assertOneHop("restarted");
		}
	}

	@Test
	void aContainerThatIsRegisteredLaterIsTraced() throws Throwable {
		this.admin.declareQueue(new org.springframework.amqp.core.Queue("registered", false, true, false));
		SimpleRabbitListenerEndpoint endpoint = new SimpleRabbitListenerEndpoint();
		endpoint.setId("registered");
		endpoint.setQueueNames("registered");
		endpoint.setMessageListener((message) -> handle());
		this.registry.registerListenerContainer(endpoint, this.factory, true);
		assertOneHop("registered");
	}

	@Test
	void consumersThatWorkAtTheSameTimeDoNotMixTheirSpans() throws Throwable {
		SpanData calling = this.caller.inSpan(() -> {
			this.template.convertAndSend("concurrent", "one");
			this.template.convertAndSend("concurrent", "two");
		});
		Set<String> processed = new HashSet<>();
		for (int i = 0; i < 2; i++) {
			processed.add(this.caller.takeHandled(calling, "concurrent").getSpanId());
		}
		assertThat(processed).containsExactlyInAnyOrder(String.valueOf(handledIn.poll(10, TimeUnit.SECONDS)),
				String.valueOf(handledIn.poll(10, TimeUnit.SECONDS)));
	}

	@Test
	void itsThreadsAreVirtualWhereAJvmHasThem() throws Throwable {
		assertOneHop("acked-never");
		assertThat(handledOnVirtualThread).isEqualTo(Runtime.version().feature() >= 21);
	}

	private SimpleMessageListenerContainer container(String id) {
		for (Object each : this.registry.getListenerContainers()) {
			if (each instanceof SimpleMessageListenerContainer container && container.getListenerId().equals(id)) {
				return container;
			}
		}
		throw new AssertionError(id);
	}

	private void assertOneHop(String queue) throws Throwable {
		SpanData calling = this.caller.inSpan(() -> this.template.convertAndSend(queue, "hello"));
		SpanData process = this.caller.takeHandled(calling, queue);
		assertThat(process.getStatus()).isEqualTo(StatusData.unset());
		assertThat(handledIn.poll(10, TimeUnit.SECONDS)).isEqualTo(process.getSpanId());
	}

	private static void handle() {
		assertThat(Processing.in(Context.current())).isNotNull();
		handledOnVirtualThread = Thread.currentThread().getThreadGroup().getName().equals("VirtualThreads");
		handledIn.add(Span.current().getSpanContext().getSpanId());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Listeners.class, Handlers.class })
	static class App {

		@Bean
		static SpanProcessor recorder() {
			return spans;
		}

	}

	static class Listeners {

		@RabbitListener(queuesToDeclare = @Queue(name = "acked-manually", autoDelete = "true"), ackMode = "MANUAL")
		void ackedManually(Message message, Channel channel) throws IOException {
			channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
			handle();
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "acked-never", autoDelete = "true"), ackMode = "NONE")
		void ackedNever(String text) {
			handle();
		}

		@RabbitListener(id = "restarted", queuesToDeclare = @Queue(name = "restarted", autoDelete = "true"))
		void restarted(String text) {
			handle();
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "concurrent", autoDelete = "true"), concurrency = "2")
		void concurrent(String text) throws InterruptedException {
			bothAtOnce.countDown();
			assertThat(bothAtOnce.await(10, TimeUnit.SECONDS)).isTrue();
			handle();
		}

	}

	@RabbitListener(queuesToDeclare = @Queue(name = "with-handlers", autoDelete = "true"))
	static class Handlers {

		@RabbitHandler
		void handle(String text) {
			ContainerPathsIT.handle();
		}

		@RabbitHandler(isDefault = true)
		void handle(Object other) {
		}

	}

}
