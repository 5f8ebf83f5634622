package io.github.tracingboot.amqp;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.Tracer;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerEndpoint;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connection factories and containers whose names the tests know. */
@Configuration(proxyBeanMethods = false)
class RabbitApplication {

	static final AtomicInteger CUSTOMIZED = new AtomicInteger();

	static final MethodInterceptor MINE = (invocation) -> invocation.proceed();

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AmqpAutoConfiguration.class))
			.withUserConfiguration(RabbitApplication.class)
			.withBean(Tracer.class, RabbitApplication::tooEarly, (tracer) -> tracer.setLazyInit(true));
	}

	// An exporter may itself need a connection factory.
	private static Tracer tooEarly() {
		throw new IllegalStateException("No tracer is needed before the first message");
	}

	static ObservationCollector collector(AssertableApplicationContext context, String name) {
		return Installed.collector(context.getBean(name, CachingConnectionFactory.class).getRabbitConnectionFactory());
	}

	static Advice[] chain(AssertableApplicationContext context, String name) {
		return Installed.adviceChain(context.getBean(name, AbstractMessageListenerContainer.class));
	}

	@Bean
	CachingConnectionFactory connectionFactory() {
		return new CachingConnectionFactory("localhost");
	}

	@Bean
	FactoryBean<CachingConnectionFactory> madeConnectionFactory() {
		CachingConnectionFactory made = new CachingConnectionFactory("localhost");
		return new FactoryBean<>() {

			@Override
			public CachingConnectionFactory getObject() {
				return made;
			}

			@Override
			public Class<?> getObjectType() {
				return CachingConnectionFactory.class;
			}

		};
	}

	@Bean
	SimpleRabbitListenerContainerFactory factory(CachingConnectionFactory connectionFactory) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connectionFactory);
		factory.setAutoStartup(false);
		factory.setAdviceChain(MINE);
		factory.setContainerCustomizer(customizer());
		return factory;
	}

	/** A proxy, because the type of the parameter differs between the lines. */
	@SuppressWarnings("unchecked")
	private static ContainerCustomizer<SimpleMessageListenerContainer> customizer() {
		return (ContainerCustomizer<SimpleMessageListenerContainer>) Proxy.newProxyInstance(
				RabbitApplication.class.getClassLoader(), new Class<?>[] { ContainerCustomizer.class },
				(proxy, method, arguments) -> {
					CUSTOMIZED.incrementAndGet();
					((SimpleMessageListenerContainer) arguments[0]).setAdviceChain(MINE);
					return null;
				});
	}

	@Bean
	DirectMessageListenerContainer container(CachingConnectionFactory connectionFactory) {
		DirectMessageListenerContainer container = new DirectMessageListenerContainer(connectionFactory);
		container.setAutoStartup(false);
		return container;
	}

	@Bean
	AbstractMessageListenerContainer containerOfFactory(SimpleRabbitListenerContainerFactory factory) {
		SimpleRabbitListenerEndpoint endpoint = new SimpleRabbitListenerEndpoint();
		endpoint.setId("endpoint");
		endpoint.setMessageListener((message) -> {
		});
		return factory.createListenerContainer(endpoint);
	}

}
