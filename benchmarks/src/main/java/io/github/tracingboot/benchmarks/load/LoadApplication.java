package io.github.tracingboot.benchmarks.load;

import java.util.function.LongConsumer;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;

/** Publishes a query, processes it and has the reply: two hops. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LoadApplication {

	private static final String SENT = "load-sent";

	@Bean
	Queue queries(@Value("${load.queue}") String name) {
		return new Queue(name, true, false, true);
	}

	@Bean
	Queue replies(@Value("${load.queue}.reply") String name) {
		return new Queue(name, true, false, true);
	}

	@Bean
	Client client(RabbitTemplate template, @Value("${load.queue}") String queue) {
		return new Client(template, queue, queue + ".reply");
	}

	/** The publisher, and what it is told of each of its messages. */
	static class Client {

		private final RabbitTemplate template;

		private final String queue;

		private final String replyQueue;

		private volatile LongConsumer onHop = (nanos) -> {
		};

		private volatile Runnable onReply = () -> {
		};

		Client(RabbitTemplate template, String queue, String replyQueue) {
			this.template = template;
			this.queue = queue;
			this.replyQueue = replyQueue;
		}

		void observe(LongConsumer onHop, Runnable onReply) {
			this.onHop = onHop;
			this.onReply = onReply;
		}

		void publish(String body) {
			this.template.convertAndSend("", this.queue, body, (message) -> {
				MessageProperties properties = message.getMessageProperties();
				properties.setReplyTo(this.replyQueue);
				properties.setHeader(SENT, System.nanoTime());
				return message;
			});
		}

		@RabbitListener(queues = "${load.queue}")
		String process(String query, @Header(SENT) long sent) {
			this.onHop.accept(System.nanoTime() - sent);
			return query;
		}

		@RabbitListener(queues = "${load.queue}.reply")
		void reply(Message message) {
			this.onReply.run();
		}

	}

}
