package io.github.tracingboot.messaging;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.github.tracingboot.testing.EmbeddedBroker;

import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** An application's only function is bound without being named, all of tracing on. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "spring.cloud.stream.bindings.receive-in-0.destination=received",
				"tracing.sampling.keep.errors=true", "tracing.exporter.otlp.endpoint=http://localhost:1" })
@DirtiesContext
@ContextConfiguration(initializers = EmbeddedBroker.class)
class OnlyFunctionIT {

	private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	@Autowired
	private RabbitTemplate template;

	@Test
	void anOnlyFunctionNeedsNoName() throws InterruptedException {
		this.template.convertAndSend("received", "", "7");
		assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("7");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Consumer<String> receive() {
			return received::add;
		}

	}

}
