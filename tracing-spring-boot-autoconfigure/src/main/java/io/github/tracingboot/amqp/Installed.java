package io.github.tracingboot.amqp;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.observation.ObservationCollector;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
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
