package io.github.tracingboot.baggage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class BaggageAutoConfigurationTests {

	@RegisterExtension
	final SpanRecorder spans = new SpanRecorder();

	private final ApplicationContextRunner runner = BaggageApplication.runner(this.spans);

	@Test
	void destinationThatIsNoHostDoesNotStart() {
		this.runner.withPropertyValues("tracing.baggage.propagate-to=https://api.example.com")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("tracing.baggage.propagate-to has the entry 'https://api.example.com'"));
	}

	@Test
	void limitsBeyondThoseOfTheStandardDoNotStart() {
		for (String property : new String[] { "max-entries=65", "max-entry-size=5KB", "max-size=9KB",
				"max-entries=-1" }) {
			this.runner.withPropertyValues("tracing.baggage." + property)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("tracing.baggage." + property.substring(0, property.indexOf('='))));
		}
	}

	@Test
	void nothingIsSetWhereTracingIsOff() {
		for (String off : new String[] { "tracing.enabled=false", "tracing.baggage.enabled=false" }) {
			ApplicationContextRunner whole = this.runner.withUserConfiguration(WholeApplication.class);
			whole.withPropertyValues(off, "tracing.baggage.max-entries=1000").run((context) -> {
				assertThat(context.getBean(RequestBaggage.class).set("job.id", "7")).isFalse();
				assertThat(context).doesNotHaveBean(BaggageAttributes.class);
			});
		}
	}

	/** Where what is switched off is not read either. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WholeApplication {

	}

}
