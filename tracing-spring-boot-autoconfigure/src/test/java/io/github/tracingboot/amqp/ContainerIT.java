package io.github.tracingboot.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tracingboot.core.HandlerSpan;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of container hands over its messages within one process span. */
@BrokerTest
class ContainerIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private static final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	@Autowired
	private RabbitTemplate template;

	@ParameterizedTest
	@ValueSource(strings = { "of-boot", "of-simple-factory", "of-direct-factory", "of-simple-bean", "of-direct-bean" })
	void theHandlerRunsInAChildOfThePublish(String queue) throws Exception {
		this.template.convertAndSend(queue, "hello");
		SpanData send = spans.take("send " + queue);
		SpanData process = spans.take("process " + queue);
		assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(process.getTraceId()).isEqualTo(send.getTraceId());
		assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
		assertThat(handledIn()).isEqualTo(process.getSpanId());
	}

	@Test
	void aBatchIsHandledInOneSpanLinkedToEveryPublish() throws Exception {
		this.template.convertAndSend("of-batch", "one");
		this.template.convertAndSend("of-batch", "two");
		SpanData process = spans.take("process of-batch");
		assertThat(process.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.containsExactlyInAnyOrder(spans.take("send of-batch").getSpanId(),
					spans.take("send of-batch").getSpanId());
		assertThat(process.getParentSpanContext().isValid()).isFalse();
		assertThat(process.getAttributes().get(AmqpAttributes.BATCH_MESSAGE_COUNT)).isEqualTo(2);
		assertThat(handledIn()).isEqualTo(process.getSpanId());
	}

	@Test
	void aHandlerNamesItsSpan() throws Exception {
		this.template.convertAndSend("of-named", "hello");
		SpanData process = spans.take("process_query");
		assertThat(process.getParentSpanId()).isEqualTo(spans.take("send of-named").getSpanId());
		assertThat(process.getAttributes().get(AmqpAttributes.OPERATION_NAME)).isEqualTo("process");
		assertThat(handledIn()).isEqualTo(process.getSpanId());
	}

	@Test
	void theChainOfTheUserStillRunsInsideTheSpan() throws Exception {
		this.template.convertAndSend("of-advised", "hello");
		SpanData process = spans.take("process of-advised");
		assertThat(handledIn()).isEqualTo("advised in " + process.getSpanId());
		assertThat(handledIn()).isEqualTo(process.getSpanId());
		spans.take("send of-advised");
	}

	/** The span that was current in the handler. */
	private static @Nullable String handledIn() throws InterruptedException {
		return handled.poll(10, TimeUnit.SECONDS);
	}

	private static void handle() {
		handled.add(Span.current().getSpanContext().getSpanId());
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
		Declarables queues() {
			List<Queue> queues = new ArrayList<>();
			for (String name : List.of("of-boot", "of-simple-factory", "of-direct-factory", "of-simple-bean",
					"of-direct-bean", "of-batch", "of-named", "of-advised")) {
				queues.add(new Queue(name, true, false, true));
			}
			return new Declarables(queues);
		}

		@Bean
		SimpleRabbitListenerContainerFactory simpleFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			return factory;
		}

		@Bean
		DirectRabbitListenerContainerFactory directFactory(ConnectionFactory connectionFactory) {
			DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			return factory;
		}

		@Bean
		SimpleRabbitListenerContainerFactory batchFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setBatchListener(true);
			factory.setConsumerBatchEnabled(true);
			factory.setBatchSize(2);
			factory.setReceiveTimeout(2_000L);
			return factory;
		}

		@Bean
		SimpleRabbitListenerContainerFactory advisedFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			MethodInterceptor advice = (invocation) -> {
				handled.add("advised in " + Span.current().getSpanContext().getSpanId());
				return invocation.proceed();
			};
			factory.setAdviceChain(advice);
			return factory;
		}

		@Bean
		SimpleMessageListenerContainer simpleContainer(ConnectionFactory connectionFactory) {
			SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connectionFactory);
			container.setQueueNames("of-simple-bean");
			MessageListener listener = (message) -> handle();
			container.setMessageListener(listener);
			return container;
		}

		@Bean
		DirectMessageListenerContainer directContainer(ConnectionFactory connectionFactory) {
			DirectMessageListenerContainer container = new DirectMessageListenerContainer(connectionFactory);
			container.setQueueNames("of-direct-bean");
			ChannelAwareMessageListener listener = (message, channel) -> handle();
			container.setMessageListener(listener);
			return container;
		}

	}

	static class Listeners {

		@RabbitListener(queues = "of-boot")
		void ofBoot(String text) {
			handle();
		}

		@RabbitListener(queues = "of-simple-factory", containerFactory = "simpleFactory")
		void ofSimpleFactory(Message message, Channel channel) {
			handle();
		}

		@RabbitListener(queues = "of-direct-factory", containerFactory = "directFactory")
		void ofDirectFactory(org.springframework.messaging.Message<String> message) {
			handle();
		}

		@RabbitListener(queues = "of-batch", containerFactory = "batchFactory")
		void ofBatch(List<String> texts) {
			handle();
		}

		@RabbitListener(queues = "of-advised", containerFactory = "advisedFactory")
		void ofAdvised(String text) {
			handle();
		}

		@RabbitListener(queues = "of-named")
		void ofNamed(String text) {
			Objects.requireNonNull(HandlerSpan.claim(Context.current(), SpanKind.CONSUMER)).updateName("process_query");
			handle();
		}

	}

}
