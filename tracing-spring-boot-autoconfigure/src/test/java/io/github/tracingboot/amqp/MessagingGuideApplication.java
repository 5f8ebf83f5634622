package io.github.tracingboot.amqp;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SpanProcessor;
import org.aopalliance.intercept.MethodInterceptor;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Does what the guide shows. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(MessagingGuideApplication.Listeners.class)
class MessagingGuideApplication {

	static final SpanRecorder SPANS = new SpanRecorder();

	@Bean
	static SpanProcessor recorder() {
		return SPANS;
	}

	@Bean
	org.springframework.amqp.core.Queue mailbox() {
		return new org.springframework.amqp.core.Queue("mailbox", false, true, true);
	}

	@Bean
	org.springframework.amqp.core.Declarables replyQueues() {
		return new org.springframework.amqp.core.Declarables(
				new org.springframework.amqp.core.Queue("silent", false, true, true),
				new org.springframework.amqp.core.Queue("late-replies", false, false, true));
	}

	@Bean
	AsyncRabbitTemplate asyncTemplate(ConnectionFactory connectionFactory) {
		AsyncRabbitTemplate template = new AsyncRabbitTemplate(connectionFactory, "", "slow", "late-replies");
		template.setReceiveTimeout(100);
		return template;
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
	SimpleRabbitListenerContainerFactory retryFactory(ConnectionFactory connectionFactory) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connectionFactory);
		MethodInterceptor retry = (invocation) -> {
			try {
				return ((ProxyMethodInvocation) invocation).invocableClone().proceed();
			}
			catch (RuntimeException ex) {
				return invocation.proceed();
			}
		};
		factory.setAdviceChain(retry);
		return factory;
	}

	@Bean
	Forwarder forwarder(RabbitTemplate template) {
		return new Forwarder(template);
	}

	static class Listeners {

		private boolean failed;

		@RabbitListener(queuesToDeclare = { @Queue(name = "orders", autoDelete = "true"),
				@Queue(name = "jobs", autoDelete = "true"), @Queue(name = "audit", autoDelete = "true"),
				@Queue(name = "out", autoDelete = "true") })
		void handle(String text) {
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "echo", autoDelete = "true"))
		String echo(String text) {
			return text;
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "slow", autoDelete = "true"))
		CompletableFuture<String> slow(String text) {
			return CompletableFuture.supplyAsync(() -> text,
					CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS));
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "echo-later", autoDelete = "true"))
		CompletableFuture<String> echoLater(String text) {
			return CompletableFuture.supplyAsync(() -> text,
					CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "lines", autoDelete = "true"),
				containerFactory = "batchFactory")
		void lines(List<String> lines) {
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "fragile", autoDelete = "true"))
		void fragile(Message message) {
			if (!message.getMessageProperties().isRedelivered()) {
				throw new IllegalStateException("again");
			}
		}

		@RabbitListener(queuesToDeclare = @Queue(name = "retried", autoDelete = "true"),
				containerFactory = "retryFactory")
		void retried(String text) {
			this.failed = !this.failed;
			if (this.failed) {
				throw new IllegalStateException("again");
			}
		}

	}

	record Forwarder(RabbitTemplate template) {

		@RabbitListener(queuesToDeclare = @Queue(name = "in", autoDelete = "true"))
		void forward(Message message) {
			this.template.send("out", message);
		}

	}

}
