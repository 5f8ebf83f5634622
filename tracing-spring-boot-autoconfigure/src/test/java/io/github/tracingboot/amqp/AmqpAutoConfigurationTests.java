package io.github.tracingboot.amqp;

import java.util.List;

import com.rabbitmq.client.observation.ObservationCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AmqpAutoConfigurationTests {

	private final ApplicationContextRunner runner = RabbitApplication.runner();

	@Test
	void whatCannotBeHonouredDoesNotStart() {
		for (String property : List.of("tracing.amqp.confirm-timeout=0s", "tracing.amqp.relation=sibling",
				"tracing.amqp.queue-relations.orders=sibling", "tracing.amqp.attempts=some")) {
			this.runner.withPropertyValues(property).run((context) -> assertThat(context).hasFailed());
		}
	}

	@Test
	void noBeanIsMadeTooEarly(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("not eligible for getting processed"));
	}

	@Test
	void nothingIsTouchedWhenSwitchedOff() {
		for (String property : new String[] { "tracing.amqp.enabled=false", "tracing.enabled=false" }) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(AmqpTracingPostProcessor.class);
				assertThat(RabbitApplication.collector(context, "connectionFactory"))
					.isSameAs(ObservationCollector.NO_OP);
				assertThat(context.getBean("factory", SimpleRabbitListenerContainerFactory.class).getAdviceChain())
					.containsExactly(RabbitApplication.MINE);
				assertThat(RabbitApplication.chain(context, "container")).isEmpty();
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

}
