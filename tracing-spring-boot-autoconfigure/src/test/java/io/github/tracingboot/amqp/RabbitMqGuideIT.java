package io.github.tracingboot.amqp;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The trees of the guide that need a RabbitMQ. */
@Tag("rabbitmq")
@BrokerTest(properties = { "spring.rabbitmq.publisher-confirm-type=correlated",
		"spring.rabbitmq.publisher-returns=true", "spring.rabbitmq.template.mandatory=true",
		"spring.rabbitmq.listener.simple.default-requeue-rejected=false" })
class RabbitMqGuideIT {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	@Autowired
	private RabbitTemplate template;

	@Autowired
	private Tracer tracer;

	@Test
	void confirmed() throws Throwable {
		MessagingGuideIT.assertInGuide(this.tracer, spans, 3, () -> this.template.convertAndSend("confirmed", "hello"));
	}

	@Test
	void returned() throws Throwable {
		MessagingGuideIT.assertInGuide(this.tracer, spans, 2,
				() -> this.template.convertAndSend("", "nowhere", "hello", new CorrelationData()));
	}

	@Test
	void deadLetter() throws Throwable {
		MessagingGuideIT.assertInGuide(this.tracer, spans, 4, () -> this.template.convertAndSend("poisoned", "hello"));
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
			return new Declarables(QueueBuilder.nonDurable("confirmed").autoDelete().build(),
					QueueBuilder.nonDurable("poisoned")
						.autoDelete()
						.deadLetterExchange("")
						.deadLetterRoutingKey("poisoned.dlq")
						.build(),
					QueueBuilder.nonDurable("poisoned.dlq").autoDelete().build());
		}

	}

	static class Listeners {

		@RabbitListener(queues = { "confirmed", "poisoned.dlq" })
		void handle(String text) {
		}

		@RabbitListener(queues = "poisoned")
		void poisoned(String text) {
			throw new IllegalStateException("no");
		}

	}

}
