package io.github.tracingboot.amqp;

import java.util.function.Supplier;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.observation.ObservationCollector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.function.SingletonSupplier;

/**
 * Adds tracing to connection factories, templates, listener container factories and
 * listener containers, whoever made them, beside what they have already.
 */
final class AmqpTracingPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(AmqpTracingPostProcessor.class);

	// Its endpoints have containers that need not be beans.
	private static final String INTEGRATION = "org.springframework.integration.amqp.inbound.";

	private final AmqpTracing tracing;

	private final Supplier<AmqpProperties> properties;

	private final TemplateTracing templates;

	private final FailedConnections failedConnections;

	private final Supplier<ContainerTracing> containers;

	// Looked up when there is something to trace: this bean is among the first.
	AmqpTracingPostProcessor(AmqpTracing tracing, Supplier<AmqpProperties> properties) {
		this.tracing = tracing;
		this.properties = SingletonSupplier.of(properties);
		this.templates = new TemplateTracing(tracing);
		this.failedConnections = new FailedConnections(tracing);
		this.containers = SingletonSupplier.of(() -> new ContainerTracing(tracing, properties.get()));
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

	void addTracing(Object bean, String beanName) {
		try {
			if (bean instanceof AbstractConnectionFactory connectionFactory) {
				observe(connectionFactory);
			}
			else if (bean instanceof RabbitTemplate template) {
				this.templates.addTo(template);
			}
			else if (bean instanceof AsyncRabbitTemplate template) {
				this.templates.addTo(template);
			}
			else if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
				addTo(factory);
			}
			else if (bean instanceof AbstractMessageListenerContainer container) {
				this.containers.get().addTo(container);
			}
			else if (bean.getClass().getName().startsWith(INTEGRATION)) {
				AbstractMessageListenerContainer container = Installed.listenerContainer(bean);
				if (container != null) {
					this.containers.get().addTo(container);
				}
			}
			else if (Binders.isBinder(bean)) {
				Binders.addTo(bean, this.containers.get());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The messages of bean '{}' are not traced", beanName, ex);
		}
	}

	private <C extends AbstractMessageListenerContainer> void addTo(AbstractRabbitListenerContainerFactory<C> factory) {
		factory.setAdviceChain(this.containers.get().extend(factory.getAdviceChain()));
		factory.setContainerCustomizer(TracingCustomizer.after(Installed.customizer(factory), this.containers.get()));
	}

	private void observe(AbstractConnectionFactory connectionFactory) {
		// Equal to one that may be there.
		connectionFactory.removeConnectionListener(this.failedConnections);
		connectionFactory.addConnectionListener(this.failedConnections);
		ConnectionFactory factory = connectionFactory.getRabbitConnectionFactory();
		ObservationCollector collector = Installed.collector(factory);
		PublishConfirms confirms = confirms(connectionFactory, factory.getMetricsCollector());
		if (this.properties.get().awaitConfirms()) {
			factory.setMetricsCollector(confirms);
		}
		if (collector instanceof PublishObserver observer) {
			observer.setConfirms(confirms);
		}
		else {
			factory.setObservationCollector(new PublishObserver(collector, this.tracing, confirms));
		}
	}

	private PublishConfirms confirms(AbstractConnectionFactory connectionFactory, @Nullable MetricsCollector metrics) {
		if (metrics instanceof PublishConfirms installed) {
			return installed;
		}
		MetricsCollector delegate = (metrics != null) ? metrics : new NoOpMetricsCollector();
		return new PublishConfirms(delegate, this.tracing, this.properties.get().confirmTimeout(),
				() -> connectionFactory.isPublisherConfirms() || connectionFactory.isSimplePublisherConfirms());
	}

}
