package io.github.tracingboot.amqp;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.observation.ObservationCollector;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ObjectUtils;

/**
 * Adds tracing to connection factories, listener container factories and listener
 * containers, whoever made them, beside what they have already.
 */
final class AmqpTracingPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(AmqpTracingPostProcessor.class);

	private final AmqpTracing tracing;

	private final ProcessInterceptor processInterceptor;

	AmqpTracingPostProcessor(AmqpTracing tracing) {
		this.tracing = tracing;
		this.processInterceptor = new ProcessInterceptor(tracing);
	}

	// Before, because a container looks at its chain when it is initialized.
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		addTracing(bean, beanName);
		return bean;
	}

	// After, because what a factory bean makes comes by only then.
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		addTracing(bean, beanName);
		return bean;
	}

	private void addTracing(Object bean, String beanName) {
		try {
			if (bean instanceof AbstractConnectionFactory connectionFactory) {
				observe(connectionFactory.getRabbitConnectionFactory());
			}
			else if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
				factory.setAdviceChain(extend(factory.getAdviceChain()));
			}
			else if (bean instanceof AbstractMessageListenerContainer container) {
				container.setAdviceChain(extend(Installed.adviceChain(container)));
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The messages of bean '{}' are not traced", beanName, ex);
		}
	}

	private void observe(ConnectionFactory factory) {
		ObservationCollector collector = Installed.collector(factory);
		if (!(collector instanceof PublishObserver)) {
			factory.setObservationCollector(new PublishObserver(collector, this.tracing));
		}
	}

	private Advice[] extend(Advice @Nullable [] chain) {
		if (chain == null || chain.length == 0) {
			return new Advice[] { this.processInterceptor };
		}
		if (ObjectUtils.containsElement(chain, this.processInterceptor)) {
			return chain;
		}
		Advice[] extended = new Advice[chain.length + 1];
		extended[0] = this.processInterceptor;
		System.arraycopy(chain, 0, extended, 1, chain.length);
		return extended;
	}

}
