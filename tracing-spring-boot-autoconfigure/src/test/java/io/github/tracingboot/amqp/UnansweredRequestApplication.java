package io.github.tracingboot.amqp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SpanProcessor;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Asks with every kind of template, and answers when it is told to. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(UnansweredRequestApplication.Listeners.class)
class UnansweredRequestApplication {

	static final SpanRecorder SPANS = new SpanRecorder();

	static final long TIMEOUT = 300;

	/** The listener's leave to answer. */
	static final BlockingQueue<CountDownLatch> ANSWERS = new LinkedBlockingQueue<>();

	@Bean
	static SpanProcessor recorder() {
		return SPANS;
	}

	@Bean
	Declarables queues() {
		return new Declarables(new Queue("silent", false, true, true), new Queue("echo", false, false, true),
				new Queue("slow", false, false, true), new Queue("own-replies", false, false, true),
				new Queue("async-replies", false, false, true));
	}

	@Bean
	RabbitTemplate template(ConnectionFactory connectionFactory) {
		RabbitTemplate template = new RabbitTemplate(connectionFactory);
		template.setReplyTimeout(TIMEOUT);
		return template;
	}

	@Bean
	RabbitTemplate withReplyQueue(ConnectionFactory connectionFactory) {
		RabbitTemplate template = new RabbitTemplate(connectionFactory);
		template.setReplyTimeout(TIMEOUT);
		template.setReplyAddress("own-replies");
		return template;
	}

	@Bean
	SimpleMessageListenerContainer replies(ConnectionFactory connectionFactory,
			@Qualifier("withReplyQueue") RabbitTemplate template) {
		SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connectionFactory);
		container.setQueueNames("own-replies");
		container.setMessageListener(template);
		return container;
	}

	@Bean
	AsyncRabbitTemplate async(ConnectionFactory connectionFactory) {
		AsyncRabbitTemplate template = new AsyncRabbitTemplate(connectionFactory, "", "none", "async-replies");
		template.setReceiveTimeout(TIMEOUT);
		return template;
	}

	@Bean
	AsyncRabbitTemplate directAsync(ConnectionFactory connectionFactory) {
		AsyncRabbitTemplate template = new AsyncRabbitTemplate(connectionFactory, "", "none");
		template.setReceiveTimeout(TIMEOUT);
		return template;
	}

	static class Listeners {

		@RabbitListener(queues = "echo")
		String echo(String text) {
			return text;
		}

		@RabbitListener(queues = "slow")
		String slow(String text) throws InterruptedException {
			CountDownLatch latch = new CountDownLatch(1);
			ANSWERS.add(latch);
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
			return text;
		}

	}

}
