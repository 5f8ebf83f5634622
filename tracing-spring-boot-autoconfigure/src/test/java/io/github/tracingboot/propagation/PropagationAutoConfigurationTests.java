package io.github.tracingboot.propagation;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class PropagationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PropagationAutoConfiguration.class));

	@Test
	void traceContextAndBaggageByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(TextMapPropagator.class).fields())
			.containsExactlyInAnyOrder("traceparent", "tracestate", "baggage"));
	}

	@Test
	void usersPropagatorWins() {
		this.runner.withBean(TextMapPropagator.class, W3CBaggagePropagator::getInstance)
			.run((context) -> assertThat(context).getBean(TextMapPropagator.class)
				.isSameAs(W3CBaggagePropagator.getInstance()));
	}

	@Test
	void switchedOffThereIsNone() {
		this.runner.withPropertyValues("tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TextMapPropagator.class));
	}

}
