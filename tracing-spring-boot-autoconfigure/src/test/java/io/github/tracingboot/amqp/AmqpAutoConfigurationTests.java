package io.github.tracingboot.amqp;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.Tracer;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerEndpoint;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AmqpAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AmqpAutoConfiguration.class))
		.withUserConfiguration(Rabbit.class)
		.withBean(Tracer.class, AmqpAutoConfigurationTests::tooEarly, (tracer) -> tracer.setLazyInit(true));

	@Test
	void everyConnectionFactoryIsObserved() {
		this.runner.run((context) -> {
			assertThat(collector(context, "connectionFactory")).isInstanceOf(PublishObserver.class);
			assertThat(collector(context, "madeConnectionFactory")).isInstanceOf(PublishObserver.class);
		});
	}

	@Test
	void aChainIsExtendedAtBothEnds() {
		this.runner.run((context) -> {
			Advice[] chain = context.getBean("factory", SimpleRabbitListenerContainerFactory.class).getAdviceChain();
			assertExtended(chain);
		});
	}

	@Test
	void aContainerBeanIsTracedOnceWhoeverMadeIt() {
		this.runner.run((context) -> {
			assertThat(chain(context, "container")).hasOnlyElementsOfTypes(ProcessInterceptor.class).hasSize(1);
			Advice[] made = chain(context, "containerOfFactory");
			assertExtended(made);
		});
	}

	@Test
	void withoutAttemptsNothingFollowsTheChain() {
		this.runner.withPropertyValues("tracing.amqp.attempts=none").run((context) -> {
			Advice[] chain = context.getBean("factory", SimpleRabbitListenerContainerFactory.class).getAdviceChain();
			assertThat(chain).hasSize(2);
			assertThat(chain[1]).isSameAs(Rabbit.MINE);
		});
	}

	@Test
	void aCustomizerThatSetsTheChainDoesNotRemoveTheSpan() {
		this.runner.run((context) -> {
			SimpleRabbitListenerContainerFactory factory = context.getBean("factory",
					SimpleRabbitListenerContainerFactory.class);
			SimpleRabbitListenerEndpoint endpoint = new SimpleRabbitListenerEndpoint();
			endpoint.setMessageListener((message) -> {
			});
			Advice[] made = Installed.adviceChain(factory.createListenerContainer(endpoint));
			assertExtended(made);
			assertThat(Rabbit.CUSTOMIZED).hasPositiveValue();
		});
	}

	@Test
	void theErrorHandlerOfAContainerIsKept() {
		this.runner.run((context) -> {
			DirectMessageListenerContainer container = context.getBean("container",
					DirectMessageListenerContainer.class);
			assertThat(container.getErrorHandler()).isInstanceOf(TracedErrorHandler.class)
				.extracting("delegate")
				.satisfies((kept) -> assertThat(kept.getClass().getSimpleName())
					.isEqualTo("ConditionalRejectingErrorHandler"));
		});
	}

	@Test
	void confirmsAreSeenThroughTheMetricsThatAreThere() {
		ConnectionFactory factory = new ConnectionFactory();
		MetricsCollector mine = new NoOpMetricsCollector();
		factory.setMetricsCollector(mine);
		this.runner.withBean("mine", CachingConnectionFactory.class, () -> new CachingConnectionFactory(factory))
			.run((context) -> assertThat(factory.getMetricsCollector()).isInstanceOf(PublishConfirms.class)
				.extracting("delegate")
				.isSameAs(mine));
	}

	@Test
	void metricsAreLeftAloneWhenNoConfirmIsAwaited() {
		this.runner.withPropertyValues("tracing.amqp.await-confirms=false")
			.run((context) -> assertThat(context.getBean("connectionFactory", CachingConnectionFactory.class)
				.getRabbitConnectionFactory()
				.getMetricsCollector()).isNull());
	}

	@Test
	void whatCannotBeHonouredDoesNotStart() {
		for (String property : List.of("tracing.amqp.confirm-timeout=0s", "tracing.amqp.relation=sibling",
				"tracing.amqp.queue-relations.orders=sibling", "tracing.amqp.attempts=some")) {
			this.runner.withPropertyValues(property).run((context) -> assertThat(context).hasFailed());
		}
	}

	private static void assertExtended(Advice[] chain) {
		assertThat(chain).hasSize(3);
		assertThat(chain[0]).isInstanceOf(ProcessInterceptor.class);
		assertThat(chain[1]).isSameAs(Rabbit.MINE);
		assertThat(chain[2]).isInstanceOf(AttemptInterceptor.class);
	}

	@Test
	void aConnectionFactoryIsObservedOnceHoweverManyBeansShareIt() {
		ConnectionFactory shared = new ConnectionFactory();
		this.runner.withBean("first", CachingConnectionFactory.class, () -> new CachingConnectionFactory(shared))
			.withBean("second", CachingConnectionFactory.class, () -> new CachingConnectionFactory(shared))
			.run((context) -> {
				ObservationCollector collector = collector(context, "first");
				assertThat(collector).isInstanceOf(PublishObserver.class)
					.extracting("delegate")
					.isSameAs(ObservationCollector.NO_OP);
			});
	}

	@Test
	void aCollectorOfTheUserIsKept() {
		ObservationCollector mine = new PublishObserverTests.RecordingCollector();
		ConnectionFactory factory = new ConnectionFactory();
		factory.setObservationCollector(mine);
		this.runner.withBean("mine", CachingConnectionFactory.class, () -> new CachingConnectionFactory(factory))
			.run((context) -> assertThat(collector(context, "mine")).isInstanceOf(PublishObserver.class)
				.extracting("delegate")
				.isSameAs(mine));
	}

	@Test
	void noBeanIsMadeTooEarly(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("not eligible for getting processed"));
	}

	@Test
	void aFactoryThatCannotBeTracedIsReportedAndUsedAsItIs(CapturedOutput output) {
		this.runner.withBean("opaque", SimpleRabbitListenerContainerFactory.class, OpaqueFactory::new)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("The messages of bean 'opaque' are not traced")
					.contains("no chain for you");
			});
	}

	@Test
	void nothingIsTouchedWhenSwitchedOff() {
		for (String property : new String[] { "tracing.amqp.enabled=false", "tracing.enabled=false" }) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(AmqpTracingPostProcessor.class);
				assertThat(collector(context, "connectionFactory")).isSameAs(ObservationCollector.NO_OP);
				assertThat(context.getBean("factory", SimpleRabbitListenerContainerFactory.class).getAdviceChain())
					.containsExactly(Rabbit.MINE);
				assertThat(chain(context, "container")).isEmpty();
			});
		}
	}

	@Test
	void nothingHappensWithoutTheLibraries() {
		ApplicationContextRunner empty = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AmqpAutoConfiguration.class));
		for (Class<?> absent : new Class<?>[] { AbstractMessageListenerContainer.class, ObservationCollector.class }) {
			empty.withClassLoader(new FilteredClassLoader(absent.getPackageName()))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AmqpTracingPostProcessor.class));
		}
	}

	// An exporter may itself need a connection factory.
	private static Tracer tooEarly() {
		throw new IllegalStateException("No tracer is needed before the first message");
	}

	private static ObservationCollector collector(AssertableApplicationContext context, String name) {
		return Installed.collector(context.getBean(name, CachingConnectionFactory.class).getRabbitConnectionFactory());
	}

	private static Advice[] chain(AssertableApplicationContext context, String name) {
		return Installed.adviceChain(context.getBean(name, AbstractMessageListenerContainer.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Rabbit {

		static final AtomicInteger CUSTOMIZED = new AtomicInteger();

		static final MethodInterceptor MINE = (invocation) -> invocation.proceed();

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
					Rabbit.class.getClassLoader(), new Class<?>[] { ContainerCustomizer.class },
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

	static final class OpaqueFactory extends SimpleRabbitListenerContainerFactory {

		@Override
		public Advice[] getAdviceChain() {
			throw new IllegalStateException("no chain for you");
		}

	}

}
