package io.github.tracingboot.redaction;

import org.junit.jupiter.api.Test;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedactionAutoConfiguration.class));

	@Test
	void itIsOnWithoutConfiguration() {
		this.runner.run((context) -> assertThat(context).hasBean("spanRedaction"));
	}

	@Test
	void itCanBeSwitchedOff() {
		this.runner.withPropertyValues("tracing.redaction.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("spanRedaction"));
		this.runner.withPropertyValues("tracing.enabled=false", "tracing.redaction.patterns.jwt=nonsense")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("spanRedaction"));
	}

	@Test
	void anActionThatIsNoneStopsTheStart() {
		fails("tracing.redaction.keys.action=encrypt", "tracing.redaction.keys.action is 'encrypt'");
		fails("tracing.redaction.patterns.card=hash", "tracing.redaction.hash-key is not set");
	}

	@Test
	void aRuleThatCannotBeAppliedStopsTheStart() {
		fails("tracing.redaction.rules[0].pattern=(", "tracing.redaction.rules[0].pattern is '('");
	}

	private void fails(String property, String message) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining(message));
	}

}
