package io.github.tracingboot.amqp;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.observation.ObservationCollector;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Which connection factories have an observer, and what they keep. */
class ObservedConnectionFactoriesTests {

	private final ApplicationContextRunner runner = RabbitApplication.runner();

	@Test
	void everyConnectionFactoryIsObserved() {
		this.runner.run((context) -> {
			assertThat(RabbitApplication.collector(context, "connectionFactory")).isInstanceOf(PublishObserver.class);
			assertThat(RabbitApplication.collector(context, "madeConnectionFactory"))
				.isInstanceOf(PublishObserver.class);
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
	void aConnectionFactoryIsObservedOnceHoweverManyBeansShareIt() {
		ConnectionFactory shared = new ConnectionFactory();
		this.runner.withBean("first", CachingConnectionFactory.class, () -> new CachingConnectionFactory(shared))
			.withBean("second", CachingConnectionFactory.class, () -> new CachingConnectionFactory(shared))
			.run((context) -> {
				ObservationCollector collector = RabbitApplication.collector(context, "first");
				assertThat(collector).isInstanceOf(PublishObserver.class)
					.extracting("delegate")
					.isSameAs(ObservationCollector.NO_OP);
			});
	}

	@Test
	void aCollectorOfTheUserIsKept() {
		ObservationCollector mine = new RecordingCollector();
		ConnectionFactory factory = new ConnectionFactory();
		factory.setObservationCollector(mine);
		this.runner.withBean("mine", CachingConnectionFactory.class, () -> new CachingConnectionFactory(factory))
			.run((context) -> assertThat(RabbitApplication.collector(context, "mine"))
				.isInstanceOf(PublishObserver.class)
				.extracting("delegate")
				.isSameAs(mine));
	}

}
