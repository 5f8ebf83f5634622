package io.github.tracingboot.amqp;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.observation.ObservationCollector;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * What somebody else has installed already and tracing must keep. For each there is a
 * public setter without a public getter, which leaves reflection.
 */
final class Installed {

	private Installed() {
	}

	static ObservationCollector collector(ConnectionFactory factory) {
		Field field = ReflectionUtils.findField(ConnectionFactory.class, null, ObservationCollector.class);
		Assert.state(field != null, "a connection factory has no observation collector");
		ReflectionUtils.makeAccessible(field);
		Object collector = ReflectionUtils.getField(field, factory);
		return (collector instanceof ObservationCollector installed) ? installed : ObservationCollector.NO_OP;
	}

	static Advice[] adviceChain(AbstractMessageListenerContainer container) {
		Method getter = ReflectionUtils.findMethod(AbstractMessageListenerContainer.class, "getAdviceChain");
		Assert.state(getter != null, "a listener container has no advice chain");
		ReflectionUtils.makeAccessible(getter);
		Object chain = ReflectionUtils.invokeMethod(getter, container);
		return (chain instanceof Advice[] installed) ? installed : new Advice[0];
	}

	/** The container of a channel adapter or gateway of Spring Integration. */
	static @Nullable AbstractMessageListenerContainer listenerContainer(Object endpoint) {
		// By name, because the field's type has moved up to a superclass.
		Field field = ReflectionUtils.findField(endpoint.getClass(), "messageListenerContainer");
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return (ReflectionUtils.getField(field, endpoint) instanceof AbstractMessageListenerContainer container)
				? container : null;
	}

	/** The requests for whose replies a template waits, by what tells the replies. */
	static Map<?, ?> pendingReplies(RabbitTemplate template) {
		return (Map<?, ?>) get(field(template, "replyHolder"), template);
	}

	static Map<?, ?> pendingReplies(AsyncRabbitTemplate template) {
		return (Map<?, ?>) get(field(template, "pending"), template);
	}

	/** The reply that a template waits for. */
	static CompletableFuture<?> reply(Object pending) {
		Field field = ReflectionUtils.findField(pending.getClass(), null, CompletableFuture.class);
		Assert.state(field != null, "a pending reply has no future");
		ReflectionUtils.makeAccessible(field);
		return (CompletableFuture<?>) get(field, pending);
	}

	/** Milliseconds, which may change. */
	static LongSupplier replyTimeout(RabbitTemplate template) {
		Field field = field(template, "replyTimeout");
		return () -> (Long) get(field, template);
	}

	static LongSupplier replyTimeout(AsyncRabbitTemplate template) {
		Field field = field(template, "receiveTimeout");
		return () -> (Long) get(field, template);
	}

	/** Those that it has made itself, as far as it has any yet. */
	static Map<?, ?> replyContainers(RabbitTemplate template) {
		return (Map<?, ?>) get(field(template, "directReplyToContainers"), template);
	}

	static AbstractMessageListenerContainer replyContainer(AsyncRabbitTemplate template) {
		Object container = ReflectionUtils.getField(field(template, "container"), template);
		return (AbstractMessageListenerContainer) ((container != null) ? container
				: get(field(template, "directReplyToContainer"), template));
	}

	private static Field field(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		Assert.state(field != null, () -> target.getClass().getSimpleName() + " has no " + name);
		ReflectionUtils.makeAccessible(field);
		return field;
	}

	private static Object get(Field field, Object target) {
		Object value = ReflectionUtils.getField(field, target);
		Assert.state(value != null, () -> field.getName() + " is null");
		return value;
	}

	@SuppressWarnings("unchecked")
	static <C extends AbstractMessageListenerContainer> @Nullable ContainerCustomizer<C> customizer(
			AbstractRabbitListenerContainerFactory<C> factory) {
		Field field = ReflectionUtils.findField(AbstractRabbitListenerContainerFactory.class, null,
				ContainerCustomizer.class);
		Assert.state(field != null, "a listener container factory has no customizer");
		ReflectionUtils.makeAccessible(field);
		return (ContainerCustomizer<C>) ReflectionUtils.getField(field, factory);
	}

}
