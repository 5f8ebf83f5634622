package io.github.tracingboot.redaction;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import io.github.tracingboot.core.InvalidConfigurationException;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

	@Test
	void whatWasTracedBeforeAStartFailedIsExportedWithItsContent() {
		new ApplicationContextRunner().withUserConfiguration(FailingApplication.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasRootCauseMessage("no connection"));
		assertThat(FailingApplication.EXPORTED).containsExactly("connecting");
	}

	private void fails(String property, String message) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining(message));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingApplication {

		private static final Queue<String> EXPORTED = new ConcurrentLinkedQueue<>();

		@Bean
		SpanExporter exporter() {
			return new SpanExporter() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					spans.forEach((span) -> EXPORTED.add(span.getName()));
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode flush() {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode shutdown() {
					return CompletableResultCode.ofSuccess();
				}

			};
		}

		@Bean
		Object failing(Tracer tracer) {
			tracer.spanBuilder("connecting").startSpan().end();
			throw new IllegalStateException("no connection");
		}

	}

}
