package io.github.tracingboot.amqp;

import java.util.Map;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.aop.framework.ProxyFactory;

/** A container that has our advice in its chain, and a message for it. */
final class TestContainer {

	private TestContainer() {
	}

	static void handle(AmqpTracing tracing, @Nullable Object data, Runnable handler) {
		handle(tracing, null, data, handler);
	}

	static void handle(AmqpTracing tracing, @Nullable Channel channel, @Nullable Object data, Runnable handler) {
		ProxyFactory factory = new ProxyFactory();
		factory.addInterface(Container.class);
		factory.setTarget((Container) (with, message) -> handler.run());
		factory.addAdvice(new ProcessInterceptor(tracing, Relations.CHILD));
		((Container) factory.getProxy()).invokeListener(channel, data);
	}

	static Message message(Map<String, Object> headers) {
		MessageProperties properties = new MessageProperties();
		headers.forEach(properties::setHeader);
		properties.setReceivedExchange("events");
		properties.setReceivedRoutingKey("order.created");
		properties.setConsumerQueue("orders");
		properties.setDeliveryTag(9);
		properties.setMessageId("m-1");
		properties.setCorrelationId("c-1");
		properties.setRedelivered(true);
		return MessageBuilder.withBody(new byte[0]).andProperties(properties).build();
	}

	/** What the advice chain of a container is wrapped around. */
	interface Container {

		void invokeListener(@Nullable Channel channel, @Nullable Object data);

	}

}
